package api

import "github.com/danielgtaylor/huma/v2/validation"

// missingField begins the sentence about a field that is not there; its name follows.
const missingField = "缺少字段 "

// translateMessages puts huma's shape messages into Chinese.
func translateMessages() {
	validation.MsgUnexpectedProperty = "不认识的字段"
	validation.MsgExpectedRFC3339DateTime = "应为日期时间，如 2026-01-31T08:00:00+08:00"
	validation.MsgExpectedRFC3339Date = "应为日期，如 2026-01-31"
	validation.MsgExpectedBoolean = "应为是或否"
	validation.MsgExpectedNumber = "应为数字"
	validation.MsgExpectedInteger = "应为整数"
	validation.MsgExpectedString = "应为文字"
	validation.MsgExpectedArray = "应为列表"
	validation.MsgExpectedObject = "应为对象"
	validation.MsgExpectedArrayItemsUnique = "列表中不得有重复项"
	validation.MsgExpectedOneOf = "应为以下之一：%s"
	validation.MsgExpectedMinimumNumber = "不得小于 %v"
	validation.MsgExpectedMaximumNumber = "不得大于 %v"
	validation.MsgExpectedMinLength = "至少 %d 个字符"
	validation.MsgExpectedMaxLength = "最多 %d 个字符"
	validation.MsgExpectedBePattern = "格式应为%s"
	validation.MsgExpectedMatchPattern = "格式不正确，应符合 %s"
	validation.MsgExpectedMinItems = "至少 %d 项"
	validation.MsgExpectedMaxItems = "最多 %d 项"
	validation.MsgExpectedRequiredProperty = missingField + "%s"
}
