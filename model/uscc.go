package model

import "strings"

// USCCAlphabet is the characters of a unified social credit code by their value:
// GB 32100-2015 leaves out I, O, S, V and Z.
const USCCAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// LooksLikeUSCC reports whether the text is written as such a code is, whatever its check digit.
func LooksLikeUSCC(text string) bool {
	return len(text) == len(USCCWeights)+1 && strings.Trim(text, USCCAlphabet) == ""
}

// USCCWeights are the weights of the first 17 characters in the check of GB 32100-2015.
var USCCWeights = [17]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}
