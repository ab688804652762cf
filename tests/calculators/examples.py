"""What a clerk types, and the sum that comes out: the worked examples, and one for each calculator without."""

EXAMPLES: dict[str, tuple[dict[str, str], str]] = {
    # 3 months × 6,500 = 19,500; 8 days × 6,500 ÷ 21.75 = 2,390.80
    "unpaid_wages": (
        {"monthly_wage": "6500", "start": "2026-05-01", "end": "2026-08-12", "region": "shanghai"},
        "21,890.80",
    ),
    # 2 months × (2,690 − 2,600) = 180; 1 month × (2,740 − 2,600) = 140
    "minimum_wage": (
        {"monthly_wage": "2600", "start": "2025-05-01", "end": "2025-07-31", "region": "shanghai"},
        "320.00",
    ),
    # 2 × 8,000 × 70%
    "sick_pay": (
        {
            "region": "shanghai",
            "hired": "2023-03-01",
            "start": "2026-04-01",
            "end": "2026-05-31",
            "monthly_wage": "8000",
        },
        "11,200.00",
    ),
    # 6,000 + 2 × 2,660 × 80%
    "standstill": (
        {"region": "changzhou", "start": "2026-03-01", "end": "2026-05-31", "monthly_wage": "6000"},
        "10,256.00",
    ),
    # 30 an hour: 20 × 150% = 900, 16 × 200% = 960, 8 × 300% = 720
    "overtime": (
        {
            "monthly_wage": "5,220.00",
            "region": "shanghai",
            "weekday_hours": "20",
            "rest_day_hours": "16",
            "holiday_hours": "8",
        },
        "2,580.00",
    ),
    # 2025-04-01 to 2026-02-28: 11 months × 6,000
    "double_wages": ({"monthly_wage": "6000", "hired": "2025-03-01"}, "66,000.00"),
    # (6 − 2) × 6,000
    "probation": (
        {"term": "under_3_years", "start": "2025-03-01", "end": "2025-08-31", "monthly_wage": "6000"},
        "24,000.00",
    ),
    # 18.5 × 9,200
    "severance": (
        {
            "hired": "2008-03-15",
            "left": "2026-06-30",
            "monthly_wage": "9200",
            "region": "shanghai",
            "cause": "no_fault_changed",
        },
        "170,200.00",
    ),
    "notice_pay": (
        {"prior_month_wage": "9600", "left": "2026-06-30", "cause": "no_fault_changed"},
        "9,600.00",
    ),
    # 18.5 × 9,200 × 2
    "damages": (
        {"hired": "2008-03-15", "left": "2026-06-30", "monthly_wage": "9200", "region": "shanghai"},
        "340,400.00",
    ),
    # 2 × 6,500 + 8 × 6,500 ÷ 21.75
    "continued_wages": (
        {"left": "2026-05-31", "until": "2026-08-12", "monthly_wage": "6500"},
        "15,390.80",
    ),
    # 6 × 8,000
    "medical_subsidy": (
        {"left": "2026-06-30", "cause": "no_fault_illness", "monthly_wage": "8000", "region": "shanghai"},
        "48,000.00",
    ),
    # 181 ÷ 365 × 10 → 4 days − 2 taken; 400 a day × 2 × 200%
    "annual_leave": (
        {
            "first_worked": "2014-03-01",
            "hired": "2020-01-01",
            "left": "2026-06-30",
            "monthly_wage": "8700",
            "years": "2026 2",
        },
        "1,600.00",
    ),
    # 4 × 200 + 4 × 300 + 4 × 300
    "heat_allowance": ({"region": "shanghai", "start": "2018-01-01", "end": "2020-12-31"}, "3,200.00"),
    # grade 10, still employed: 7 months × 8,000
    "work_injury": (
        {"grade": "10", "monthly_wage": "8000", "region": "shanghai", "injured_on": "2026-03-02"},
        "56,000.00",
    ),
    "social_insurance": ({"can_be_made_up": "no", "loss": "12000"}, "12,000.00"),
    # twelve times 2,740
    "final_award": (
        {
            "region": "shanghai",
            "on": "2026-11-23",
            "items-TOTAL_FORMS": "2",
            "items-INITIAL_FORMS": "0",
            "items-0-kind": "wages",
            "items-0-amount": "21890.80",
            "items-0-name": "欠薪",
            "items-1-kind": "severance",
            "items-1-amount": "170200",
        },
        "32,880.00",
    ),
}
