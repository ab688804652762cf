app_name = "recoveries"
urlpatterns: list = []
