"""Words of the simulation: plainly invented, about no real person."""

from typing import Final

PROBLEMS: Final = (
    "安全出口堵塞",
    "消防设施损坏或失效",
    "电气线路老化",
    "可燃气体报警装置未校验",
    "特种作业人员无证上岗",
    "有限空间作业未审批",
    "应急预案未演练",
    "安全警示标志缺失",
    "危险物品超量储存",
    "设备防护装置缺失",
    "临边洞口防护不到位",
    "车辆动态监控不落实",
    "安全培训不到位",
    "隐患台账不健全",
)
SITES: Final = ("厂房", "仓库", "商场", "学校", "在建工地", "矿井", "加油站", "养老机构", "宾馆", "客运站", "农贸市场")
OUTLETS: Final = (
    ("示例国家台", "central"),
    ("示例省报", "province"),
    ("示例省台", "province"),
    ("示例市报", "city"),
    ("示例市台", "city"),
    ("示例市融媒", "city"),
    ("示例县融媒", "county"),
    ("示例县融媒", "county"),
)
FORMS: Final = ("tv", "radio", "press", "web", "newmedia", "newmedia")
ROOMS: Final = ("会议室", "文化广场", "企业车间", "社区活动室", "学校礼堂")
PLATFORMS: Final = ("示例直播间", "示例云课堂", "示例公众号")
RETURNED: Final = (
    ("figures", "数据前后不一致"),
    ("incomplete", "缺少佐证材料"),
    ("form", "未按表式填报"),
    ("form", "未加盖公章"),
)
WAIVED: Final = ("no_such_unit", "无此类对象")
EXTENDED: Final = (("epidemic", "疫情防控"), ("force_majeure", "汛期抢险"))
"""Reasons: a code of the closed list and the sentence."""
OWN: Final = ("安全知识进万家", "安全生产云体验", "安全随手拍", "警示教育巡展", "应急技能比武")
"""Own initiatives (自创特色活动)."""
MEASURES: Final = ("挂牌督办制度", "风险分级管控办法", "有奖举报办法", "执法检查联动机制", "隐患闭环管理规定")
