"""Include it in the root urls: `path("api/v1/", include("zhanggui.config.api.urls"))`."""

from zhanggui.config.api.mount import api_urls, build_api

app_name = "api"
api = build_api()
urlpatterns = api_urls(api)
