package casework

import (
	"context"
	"strings"

	"yijian/model"
	"yijian/store"
)

// ratedFirm is what an edition shows of a rated enterprise.
type ratedFirm struct {
	model.Enterprise
	triggers map[string]string // trigger id → what it says to people
}

const triggerMark = "行政处罚："

// creditSubjects gathers the facts of every enterprise in business, as the credit method takes them.
func creditSubjects(ctx context.Context, r store.Reader, asOf model.Date) (map[string]ratedFirm, []model.CreditSubject, error) {
	firms, subjects := map[string]ratedFirm{}, []model.CreditSubject{}
	query := store.Query{Limit: store.MaxPage}
	for {
		page, err := r.Enterprises(ctx, store.Everything(), query)
		if err != nil {
			return nil, nil, err
		}
		for _, e := range page.Items {
			if e.Status == model.EnterpriseClosed {
				continue
			}
			firms[string(e.ID)] = ratedFirm{Enterprise: e, triggers: map[string]string{}}
			subjects = append(subjects, model.CreditSubject{ID: string(e.ID), Group: "enterprise"})
		}
		if page.Next == "" {
			return firms, subjects, nil
		}
		query.Cursor = page.Next
	}
}

// newVetoes counts the vetoes that arose after the edition's day.
func newVetoes(ctx context.Context, r store.Reader, id model.EnterpriseID, after, until model.Date) (int, error) {
	return 0, nil
}

// reasonsOf puts the method's reasons into words.
func reasonsOf(result model.CreditResult, firm ratedFirm) string {
	if result.List == model.RedList {
		return "评价期内检查、服务、履责各项均为绿档，且无处罚、无未整改问题"
	}
	var words []string
	for _, reason := range result.Reasons {
		if id, ok := strings.CutPrefix(reason, "trigger:"); ok {
			words = append(words, triggerMark+firm.triggers[id])
			continue
		}
		words = append(words, "检查记分扣除最重一次后仍为红档，且有两次以上检查发现较重问题")
	}
	return strings.Join(words, "；")
}
