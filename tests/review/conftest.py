from zhanggui.fulfilment.tests.conftest import in_english, world  # noqa: F401  the small warehouse of fulfilment's own tests
