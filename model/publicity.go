package model

// PublicityClass ranks misconduct for the term of its publicity.
type PublicityClass string

// The classes of the credit repair measures.
const (
	PublicitySlight  PublicityClass = "slight"  // 轻微
	PublicityGeneral PublicityClass = "general" // 一般
	PublicityGrave   PublicityClass = "grave"   // 严重
)
