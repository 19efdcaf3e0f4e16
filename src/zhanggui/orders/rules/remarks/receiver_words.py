"""The words in which people say that somebody else gets the goods, or elsewhere: what reads them and what hides them
know the same."""

PERSON = "(?:收件人|收货人|联系人|签收人)"
CALLED = "(?:姓名|名字)"
CHANGE = "(?:变更|修改|更改|调整|更换|改|换|变)"
ONCE = "(?:一下|下|个|一个)?"
TO = "(?:成|为|到|至)"
CALL = "(?:的?(?:联系)?(?:电话|手机号码|手机号|手机|号码)|的?联系)"
ADDRESS = "(?:收货|送货|收件)?地址"
ELSEWHERE = rf"(?:{CHANGE}{ONCE}{ADDRESS}|{ADDRESS}(?:要|请)?{CHANGE}{ONCE})(?:{TO}|是)*"
