
app_name = "lawyers"
urlpatterns: list = []
