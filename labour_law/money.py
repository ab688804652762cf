"""Amounts in yuan: rounding, Chinese capitals, 万元. Decimal only; a float is a TypeError."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from labour_law.errors import InvalidAmount

FEN = Decimal("0.01")
MAX_CAPITALS = Decimal("9999999999999.99")
_ZERO = Decimal("0.00")

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_SCALES = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))


def round_fen(amount: Decimal | int) -> Decimal:
    """Round ``amount`` in yuan half up (away from zero) to the fen.

    Raises TypeError for anything but Decimal or int, InvalidAmount for NaN, infinity and sums of over 26 digits.
    Source: the four-into-five rule used for every item of a claim.

    >>> round_fen(Decimal("2390.805"))
    Decimal('2390.81')
    >>> round_fen(0.1)
    Traceback (most recent call last):
    TypeError: money is Decimal or int, not float
    """
    if type(amount) is not Decimal or not amount.is_finite():
        amount = _decimal(amount)
    try:
        return amount.quantize(FEN, ROUND_HALF_UP) or _ZERO
    except InvalidOperation:
        raise InvalidAmount("amount_too_large", limit=f"{MAX_CAPITALS:,}") from None


def chinese_capitals(amount: Decimal | int) -> str:
    """Write ``amount`` in yuan in Chinese capitals as on bills (正确填写票据和结算凭证的基本规定).

    No 整 after 角 or 分; zeros inside are written once. Raises TypeError for a float and
    InvalidAmount for a negative amount, a fraction of a fen, or more than 9,999,999,999,999.99.

    >>> chinese_capitals(Decimal("16409.02"))
    '人民币壹万陆仟肆佰零玖元零贰分'
    """
    value = _decimal(amount)
    if value < 0:
        raise InvalidAmount("amount_negative")
    if value > MAX_CAPITALS:
        raise InvalidAmount("amount_too_large", limit=f"{MAX_CAPITALS:,}")
    if value != round_fen(value):
        raise InvalidAmount("amount_fraction")
    yuan, cents = divmod(int(value * 100), 100)
    jiao, fen = divmod(cents, 10)
    if not cents:
        return f"人民币{_integer(yuan)}元整"
    text = f"{_integer(yuan)}元" if yuan else ""
    if jiao:
        text += _DIGITS[jiao] + "角"
    elif yuan:
        text += "零"
    if fen:
        text += _DIGITS[fen] + "分"
    return f"人民币{text}"


def wan(amount: Decimal | int) -> str:
    """Write ``amount`` in yuan as a number of 万元 (10,000 yuan) with two decimals, half up, no unit.

    Raises TypeError for a float, InvalidAmount for NaN and infinity.

    >>> wan(1094900)
    '109.49'
    """
    return f"{round_fen(_decimal(amount) / 10000):,f}"


def _decimal(amount: Decimal | int) -> Decimal:
    if isinstance(amount, bool) or not isinstance(amount, Decimal | int):
        raise TypeError(f"money is Decimal or int, not {type(amount).__name__}")
    value = Decimal(amount)
    if not value.is_finite():
        raise InvalidAmount("amount_not_finite")
    return value


def _integer(number: int) -> str:
    for scale, word in _SCALES:
        if number >= scale:
            high, low = divmod(number, scale)
            text = _integer(high) + word
            if not low:
                return text
            return text + ("零" if low * 10 < scale else "") + _integer(low)
    return _DIGITS[number]
