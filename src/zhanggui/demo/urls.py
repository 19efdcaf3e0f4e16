from django.urls import path

from zhanggui.demo.views import staff_posts_view

urlpatterns = [path("demo/staff", staff_posts_view, name="staff_posts")]
