"""Fill the made-up documents: `fill_baskets(count)` in one statement, any number of them."""

from django.db import connection

GOODS = ["蓝色碎花连衣裙 M", "男士纯棉T恤 白 XL", "儿童保温杯 350ml", "无线蓝牙耳机 Pro", "山茶花身体乳 250g"]
CITIES = ["浙江 杭州", "广东 深圳", "四川 成都", "江苏 苏州", "北京 朝阳"]
BUYERS = ["王芳", "李强", "张敏", "刘洋", "陈静"]

FILL = """
INSERT INTO ui_tests_basket
       (number, shop_id, state, buyer, mobile, goods, city, pieces, paid, cost, currency, paid_at, note)
SELECT '20261121' || lpad(n::text, 9, '0'), 1 + n %% 3,
       CASE WHEN n %% 100 < 4 THEN 'open' WHEN n %% 100 < 5 THEN 'held' WHEN n %% 100 < 9 THEN 'ready'
            WHEN n %% 100 < 98 THEN 'shipped' ELSE 'void' END,
       (%s::text[])[1 + n %% 5], '1380000' || lpad((n %% 10000)::text, 4, '0'), (%s::text[])[1 + n / 3 %% 5],
       (%s::text[])[1 + n / 7 %% 5], 1 + n %% 4, 19.90 + (n * 37 %% 90000) / 100.0, 10.5, 'CNY',
       CASE WHEN n %% 50 = 0 THEN NULL ELSE timestamptz '2026-11-21 14:00+00' - n * interval '37 seconds' END, ''
FROM generate_series(%s, %s) AS n
"""


def fill_baskets(count: int, *, start: int = 1) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FILL, [BUYERS, GOODS, CITIES, start, start + count - 1])
        cursor.execute("ANALYZE ui_tests_basket")
