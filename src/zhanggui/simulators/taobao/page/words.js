// The page's words in both languages. The first language is the page's default.

const WORDS = {
  title: ["淘宝模拟平台", "Taobao simulator"], gateway: ["网关", "Gateway"], appKey: ["App Key", "App key"],
  session: ["授权", "Session"], clock: ["平台时间", "Platform time"], good: ["有效", "good"], expired: ["已过期", "expired"],
  other: ["English", "中文"], search: ["订单号 / 买家 / 收件人 / 商家编码 / 运单号", "Number, buyer, receiver, SKU, waybill"],
  trade: ["订单", "Trade"], state: ["状态", "State"], buyer: ["买家与收件人", "Buyer and receiver"], items: ["商品", "Items"],
  payment: ["实付", "Paid"], shipment: ["快递与运单", "Carrier and waybill"], notes: ["留言与备注", "Message and memo"],
  empty: ["这里还没有订单。从右侧下单，或打开订单流。", "No trades here. Place some on the right, or start the stream."],
  placing: ["下单", "Place orders"], howMany: ["数量", "How many"], seed: ["随机种子", "Seed"], lines: ["每单行数", "Lines each"],
  paidAtOnce: ["下单即付款", "Paid at once"], placeNow: ["下单", "Place"], streaming: ["订单流", "Order stream"],
  perMinute: ["单 / 分钟", "a minute"], start: ["开始", "Start"], stop: ["停止", "Stop"], placed: ["已下 {n} 单", "{n} placed"],
  chaos: ["故障", "Chaos"], calm: ["恢复正常", "Calm"], nextCalls: ["接下来次数", "Next calls"], seconds: ["秒数", "Seconds"],
  slowMs: ["每次变慢 (毫秒)", "Slow by (ms)"], delayS: ["变更迟到 (秒)", "Changes late (s)"], stamp: ["修改时间", "Modified"],
  rawControls: ["JSON 文本夹带原始换行和制表符", "Raw line ends and tabs inside JSON text"],
  stamp_normal: ["正常", "Normal"], stamp_equal: ["不变", "Unchanged"], stamp_back: ["倒退", "Goes back"],
  calls: ["接口调用", "API calls"], picked: ["已选 {n}", "{n} selected"], total: ["共 {n} 单", "{n} trades"], refunding: ["退款", "Refund"],
  doneWord: ["完成 {n} 单", "{n} done"], refusedWord: ["{n} 单不能执行", "{n} refused"], waiting: ["待触发：{n}", "Waiting: {n}"],
  banned: ["封禁剩余 {n} 秒", "Banned for {n} s"], freight: ["含运费 {n}", "freight {n}"], moreLines: ["另有 {n} 行", "{n} more lines"],
  // views
  v_all: ["全部", "All"], v_unpaid: ["待付款", "Unpaid"], v_to_ship: ["待发货", "To ship"], v_held: ["禁止发货", "Held"],
  v_shipped: ["已发货", "Shipped"], v_finished: ["已完成", "Finished"], v_closed: ["已关闭", "Closed"], v_refund: ["退款中", "Refunds"],
  // trade states
  WAIT_BUYER_PAY: ["待付款", "Unpaid"], TRADE_NO_CREATE_PAY: ["未建支付", "No payment"], PAID_FORBID_CONSIGN: ["禁止发货", "Held"],
  WAIT_SELLER_SEND_GOODS: ["待发货", "To ship"], SELLER_CONSIGNED_PART: ["部分发货", "Partly shipped"],
  WAIT_BUYER_CONFIRM_GOODS: ["已发货", "Shipped"], TRADE_FINISHED: ["已完成", "Finished"], TRADE_CLOSED: ["退款关闭", "Closed by refund"],
  TRADE_CLOSED_BY_TAOBAO: ["已取消", "Cancelled"],
  // refund states
  WAIT_SELLER_AGREE: ["退款待处理", "Refund asked"], WAIT_BUYER_RETURN_GOODS: ["待买家退货", "Awaiting return"],
  WAIT_SELLER_CONFIRM_GOODS: ["待确认收货", "Return sent"], SELLER_REFUSE_BUYER: ["已拒绝退款", "Refund refused"], SUCCESS: ["退款成功", "Refunded"],
  // actions
  a_pay: ["付款", "Pay"], a_cancel: ["取消", "Cancel"], a_hold: ["禁发", "Hold"], a_release: ["解禁", "Release"],
  a_change_address: ["改地址", "Address"], a_change_item: ["换规格", "Swap item"], a_message: ["留言", "Message"],
  a_ask_refund: ["申请退款", "Ask refund"], a_withdraw_refund: ["撤销退款", "Withdraw"], a_agree_refund: ["同意退款", "Agree"],
  a_refuse_refund: ["拒绝", "Refuse"], a_send_back: ["买家退货", "Send back"], a_confirm_return: ["收到退货", "Got return"],
  a_finish: ["确认收货", "Confirm"], a_repeat: ["重复推送", "Repeat"], a_disorder: ["乱序", "Disorder"],
  // faults
  f_throttle: ["限流", "Throttle"], f_http500: ["HTTP 500", "HTTP 500"], f_http502: ["HTTP 502", "HTTP 502"], f_html: ["HTML 页面", "HTML page"],
  f_truncate: ["JSON 截断", "Cut JSON"], f_raw: ["原始控制符", "Raw controls"], f_drop: ["断线 (未执行)", "Drop before"],
  f_drop_after: ["断线 (已执行)", "Drop after"], f_slow: ["超慢", "Slow"], f_refuse: ["服务不可用", "Unavailable"],
  f_repeat: ["列表重复", "Repeat rows"], f_shuffle: ["列表乱序", "Shuffle rows"], f_motion: ["翻页时变动", "Move while paging"],
  // refusals of the script
  r_wrong_state: ["订单当前状态不允许这一步", "The trade's state does not allow this"], r_trade_unknown: ["没有这个订单", "There is no such trade"],
  r_nothing_to_refund: ["没有可申请退款的已付款商品", "Nothing paid is left to refund"], r_no_such_refund: ["没有可做这一步的退款", "No refund may take this step"],
  r_no_other_spec: ["没有同价的其他规格", "There is no other spec at this price"], r_no_catalogue: ["店铺还没有商品", "The shop sells nothing yet"],
  r_bad_rate: ["每分钟单数必须大于零", "The rate must be above zero"],
  // switches
  s_expire: ["授权过期", "Expire session"], s_restore: ["恢复授权", "Restore session"], s_ban: ["封禁", "Ban"],
};

const LANGUAGES = ["zh-Hans", "en"];
let language = Math.max(LANGUAGES.indexOf(localStorage.getItem("language")), 0);

export function word(key, n) {
  const found = WORDS[key]?.[language] ?? key;
  return n === undefined ? found : found.replace("{n}", n);
}

export function switchLanguage() {
  language = 1 - language;
  localStorage.setItem("language", LANGUAGES[language]);
  translate();
}

export function translate() {
  document.documentElement.lang = LANGUAGES[language];
  document.title = word("title");
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll("[data-hint]")) element.placeholder = word(element.dataset.hint);
}
