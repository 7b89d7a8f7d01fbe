"""Telephones, identity numbers, addresses of mail and names of contacts typed into text that everybody may read (§5).

Returns refuse them, and the quality rules look for what other writers bring. Hotlines (12350, 96119), document numbers
and the digits inside web addresses are none.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

GAP: Final = r"[\s\-\u2010-\u2015\u2212.·]?"
REST_OF_MOBILE: Final = "|".join(
    GAP.join(f"[0-9]{{{n}}}" for n in groups) for groups in ((4, 4), (3, 5), (1, 3, 4), (2, 2, 2, 2))
)
MOBILE: Final = rf"(?:\+?86{GAP})?1[3-9][0-9]{GAP}(?:{REST_OF_MOBILE})"
LANDLINE: Final = rf"\(?0(?:10|2[0-9]|[3-9][0-9]{{2}})\)?{GAP}[2-9][0-9]{{2,3}}{GAP}[0-9]{{4}}"
REGION: Final = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])[0-9]{4}"
BIRTHDAY: Final = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
IDENTITY: Final = (
    rf"{REGION}{GAP}(?:(?:19[0-9]{{2}}|20[01][0-9]){BIRTHDAY}{GAP}[0-9]{{3}}[0-9Xx]|[0-9]{{2}}{BIRTHDAY}[0-9]{{3}})"
)
MAIL: Final = r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
CONTACT: Final = r"联系人|联络人|联络员|举报人|填报人|填表人|经办人"
NUMBER_OF: Final = r"联系电话|联系方式|手机号码|手机号|手机|办公电话|电话|身份证号码|身份证号|身份证|微信号"
RESPONSIBLE: Final = r"负责人|责任人"
SURNAMES: Final = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆"
    "汪范石廖贾夏韦付方邹熊白孟秦邱侯江尹薛闫段雷龙史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤"
)
NAME: Final = rf"[{SURNAMES}](?:某{{1,2}}|[×xX*]{{1,2}}|[\u4e00-\u9fff]{{1,2}})(?:同志|先生|女士)?(?![\u4e00-\u9fff])"
"""A surname and one or two characters, and then no more Chinese: 联系人王某 is a person, 举报人奖励办法 is none."""
PERSONAL: Final = re.compile(
    rf"(?<![0-9A-Za-z])(?:{MOBILE}|{LANDLINE}|{IDENTITY})(?![0-9A-Za-z])|{MAIL}"
    rf"|(?:{CONTACT})(?:\s*[:=]\s*\S|[是为\s(]*{NAME})|(?:{RESPONSIBLE})[:是为\s(]*{NAME}"
    rf"|(?:{NUMBER_OF})\s*[:=是为]?\s*[0-9]{{7,}}|(?:{NUMBER_OF})\s*[:=]\s*\S"
)
ADDRESS: Final = re.compile(r"(?:https?://|www\.)[!-'*-~]+", re.IGNORECASE)
"""A web address up to a bracket: its digits are no telephone, unless a parameter says so."""
PARAMETER: Final = re.compile(r"(?:tel|phone|mobile|lxdh|sjh?)[a-z]*\W{1,3}1[3-9][0-9]{9}(?![0-9])", re.IGNORECASE)
SUSPECT: Final = re.compile(r"[0-9]{3}|@|[人电联手身微]")
"""Without any of these nothing is found: it settles most texts, in a tenth of the time."""


@lru_cache(8192)
def holds_personal_data(text: str) -> bool:
    """Does `text` seem to hold a telephone, an identity number, an address of mail or the name of a contact?"""
    folded = unicodedata.normalize("NFKC", text)
    if not SUSPECT.search(folded):
        return False
    if PARAMETER.search(folded):
        return True
    return bool(PERSONAL.search(ADDRESS.sub(" ", folded)))
