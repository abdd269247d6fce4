package jobs

import (
	"testing"

	"yijian/casework"
)

func TestANightSaysWhatItDidToFilings(t *testing.T) {
	for want, settled := range map[string]casework.Settled{
		"失效 0 件，有效期随许可变动 0 件":                                  {},
		"失效 2 件，有效期随许可变动 1 件，随撤回的失效登记恢复 3 件":                   {Lapsed: 2, Moved: 1, Restored: 3},
		"失效 0 件，有效期随许可变动 0 件，随已终止的备案终止待审变更 4 项":                {Ended: 4},
		"失效 1 件，有效期随许可变动 0 件，随撤回的失效登记恢复 1 件，随已终止的备案终止待审变更 1 项": {Lapsed: 1, Restored: 1, Ended: 1},
	} {
		if got := settledWords(settled); got != want {
			t.Errorf("%+v: %s, want %s", settled, got, want)
		}
	}
}
