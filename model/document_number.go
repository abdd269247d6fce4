package model

import "strings"

// documentBrackets are how people write those around the year of a document beside 〔〕, which are
// those of the form of official documents (党政机关公文格式 GB/T 9704).
var documentBrackets = strings.NewReplacer("[", "〔", "]", "〕", "(", "〔", ")", "〕", "【", "〔", "】", "〕")

// DocumentKey is what a document's number is known by, however it is written: 武邮 罚[2025] 1 号 and
// 武邮罚（２０２５）1号 are 武邮罚〔2025〕1号.
func DocumentKey(number string) string {
	return documentBrackets.Replace(strings.Join(strings.Fields(Narrow(number)), ""))
}
