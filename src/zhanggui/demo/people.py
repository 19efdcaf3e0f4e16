"""Who works in the demo company, and the posts the demo staff can fill."""

PEOPLE = (
    ("laoban", "钱掌柜", "owner"),
    ("kefu", "客服主管 林静", "service_lead"),
    ("shendan", "审单 周敏", "reviewer"),
    ("cangku", "仓库经理 赵刚", "warehouse_manager"),
    ("dadan", "打单员 孙丽", "print_clerk"),
    ("jianhuo", "配货员 李强", "picker"),
    ("yanhuo", "验货员 吴霞", "verifier"),
    ("dabao", "打包员 郑伟", "packer"),
    ("fahuo", "发货员 王磊", "shipper"),
    ("yichang", "异常处理 冯涛", "exception_handler"),
    ("caigou", "采购 陈芳", "buyer"),
    ("zhijian", "检验员 韩雪", "inspector"),
    ("zhijianzg", "质检主管 沈洁", "quality_lead"),
    ("caiwu", "财务 褚云", "finance"),
)
"""User name, name, role."""

POSTS = {
    "reviewer": "shendan",
    "print_clerk": "dadan",
    "picker": "jianhuo",
    "verifier": "yanhuo",
    "packer": "dabao",
    "shipper": "fahuo",
    "exception_handler": "yichang",
}
"""Posts the program can fill, and whose name it then writes."""

LEADS = {"service_lead": "kefu", "warehouse_manager": "cangku"}
"""Whom the staff asks when a post may not, or cannot, end something itself."""
