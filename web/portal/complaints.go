package portal

import (
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

const (
	lodgePath = "/complaints/new"
	trackPath = "/complaints/track"
)

// lodgeFields are the fields of the form, in the order of the page.
var lodgeFields = []string{
	"kind", "firm", "enterprise", "category", "waybill_no", "happened_on", "statement", "claim",
	"asked", "firm_complained_on", "consumer_name", "consumer_phone", "key", "do",
}

var lodgeRenamed = map[string]string{"enterprise_id": "firm", "firm_replied": "asked"}

// lodgePage is the form with what was typed, and the enterprises among which to choose.
type lodgePage struct {
	filled
	Key        string
	Looked     bool // the register was looked into for the enterprise
	Firms      []model.LicensedEnterprise
	Categories []choice
	Notice     string // why it was not taken, where no field is to blame
}

// choice is one of several, with what it is called.
type choice struct{ Value, Title string }

func (p *Portal) newLodgePage(values map[string]string) lodgePage {
	page := lodgePage{filled: filled{Values: values}, Key: values["key"]}
	for _, code := range casework.ComplaintCategories() {
		page.Categories = append(page.Categories, choice{code, p.Desk.Access.Words.Value("complaints.category", code)})
	}
	if !isFormKey(page.Key) {
		page.Key = rand.Text()
	}
	return page
}

// isFormKey admits a key as the form's own are.
func isFormKey(key string) bool {
	return len(key) == len(rand.Text()) && strings.Trim(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == ""
}

// lodgeForm is the empty form; of an enterprise whose page leads to it, with that one.
func (p *Portal) lodgeForm(c *gin.Context) {
	values := map[string]string{}
	if code := c.Query("firm"); code != "" {
		firm, err := p.Store.EnterpriseOfCode(c.Request.Context(), code)
		if err == nil {
			values["firm"], values["enterprise"] = firm.Name, firm.USCC
		} else if model.KindOf(err) != model.NotFound {
			p.fail(c, err)
			return
		}
	}
	page := p.newLodgePage(values)
	if values["enterprise"] != "" {
		page.Looked, page.Firms = true, []model.LicensedEnterprise{{Enterprise: model.Enterprise{Name: values["firm"], USCC: values["enterprise"]}}}
	}
	p.answer(c, http.StatusOK, "complaint.html", frame{Title: "网上申诉与举报", Content: page})
}

func (p *Portal) lodge(c *gin.Context) {
	form, err := readForm(c, lodgeFields)
	if err == nil && !isFormKey(form.get("key")) {
		err = model.Fail(model.Malformed, "form.key", "提交的内容缺少表单编号，请重新打开表单填写")
	}
	if err != nil {
		p.fail(c, err)
		return
	}
	page := p.newLodgePage(form.values)
	facts, err := p.lodgedFacts(c, form, &page)
	if err != nil {
		p.fail(c, err)
		return
	}
	if form.get("do") == "look" {
		page.Wrong = nil
		p.answer(c, http.StatusOK, "complaint.html", frame{Title: "网上申诉与举报", Content: page})
		return
	}
	if len(page.Wrong) > 0 {
		wrong := append(page.Wrong, wrongFields(p.Desk.CheckLodged(facts), lodgeRenamed)...)
		p.answerLodging(c, page, wrong, http.StatusUnprocessableEntity)
		return
	}
	digests := p.Desk.Keys.Digests("idempotency", form.raw)
	lodged, err := p.Desk.LodgeComplaint(c.Request.Context(), model.Call{
		Key: page.Key, Route: "POST " + lodgePath, BodyHash: digests[0], FormerHashes: digests[1:], Address: c.ClientIP(), Demo: p.Demo,
	}, facts)
	if err != nil {
		p.refuseLodging(c, page, err)
		return
	}
	p.answer(c, http.StatusCreated, "lodged.html", frame{Title: "已收到，请记下查询号", Content: p.lodgedPage(lodged, facts, page)})
}

// lodgedPage is the receipt of what was lodged: of which enterprise and about what, as the sender put it.
func (p *Portal) lodgedPage(lodged casework.Lodged, facts casework.LodgedFacts, page lodgePage) lodgedPage {
	receipt := lodgedPage{Lodged: lodged, Hindered: reasonOf(lodged.Hindrance), Firm: facts.Firm, Track: p.SiteURL + trackPath}
	for _, firm := range page.Firms {
		if firm.ID == facts.EnterpriseID {
			receipt.Firm = firm.Name
		}
	}
	for _, category := range page.Categories {
		if category.Value == facts.Category {
			receipt.Subject = category.Title
		}
	}
	return receipt
}

// lodgedPage is what was lodged, with why it could not be accepted as it is.
type lodgedPage struct {
	casework.Lodged
	Hindered string
	Firm     string
	Subject  string
	Track    string // the address at which it is followed, a path alone where the platform does not know its own
}

// FirmUntil is the last day of the enterprise's own time.
func (p lodgedPage) FirmUntil() model.Date { return p.FirmSince.AddDays(7) }

func reasonOf(err error) string {
	var known *model.Error
	if errors.As(err, &known) {
		return known.Reason
	}
	return ""
}

// refuseLodging shows the form again with what was typed and what is wrong with it.
func (p *Portal) refuseLodging(c *gin.Context, page lodgePage, err error) {
	wrong := wrongFields(model.FieldsOf(err), lodgeRenamed)
	switch {
	case len(wrong) > 0:
		p.answerLodging(c, page, wrong, http.StatusUnprocessableEntity)
	case reasonOf(err) == "idempotency.other_request":
		page.Key = rand.Text()
		page.Notice = "这份表单已经提交过一次，而这次的内容不一样。如果是另一件事，请核对以后再按一次提交。"
		p.answerLodging(c, page, nil, http.StatusUnprocessableEntity)
	case model.KindOf(err) == model.TooMany:
		var known *model.Error
		if errors.As(err, &known) {
			comeAgain(c, known)
			page.Notice = known.Detail + "。您填的都还在这一页上，到时再按一次提交。"
		}
		p.answerLodging(c, page, nil, http.StatusTooManyRequests)
	case model.KindOf(err) == model.Conflict:
		page.Notice = "同一份表单正在处理，请等几秒钟再按一次提交，不会重复登记。"
		p.answerLodging(c, page, nil, http.StatusConflict)
	default:
		p.fail(c, err)
	}
}

func (p *Portal) answerLodging(c *gin.Context, page lodgePage, wrong []wrongField, status int) {
	page.Wrong = inOrder(wrong, lodgeFields)
	p.answer(c, status, "complaint.html", frame{Title: "网上申诉与举报", Content: page})
}

// lodgedFacts are the facts as the form tells them. The enterprise is the one that was chosen, or the
// only one that is called so to the letter.
func (p *Portal) lodgedFacts(c *gin.Context, form sent, page *lodgePage) (casework.LodgedFacts, error) {
	facts := casework.LodgedFacts{
		Kind: model.ComplaintKind(form.get("kind")), Firm: form.get("firm"), WaybillNo: model.Narrow(form.get("waybill_no")), Category: form.get("category"),
		Statement: form.get("statement"), Claim: form.get("claim"), FirmReplied: form.get("asked") == "replied",
		ConsumerName: model.PersonName(form.get("consumer_name")), ConsumerPhone: model.Phone(model.Narrow(form.get("consumer_phone"))),
	}
	var good bool
	if facts.HappenedOn, good = dayTyped(form.get("happened_on")); !good {
		page.Wrong = append(page.Wrong, wrongField{"happened_on", "请照这样填日期：2026-03-05；记不清的空着"})
	}
	if !slices.Contains([]string{"no", "waiting", "replied"}, form.get("asked")) && facts.Kind == model.ComplaintToBureau {
		page.Wrong = append(page.Wrong, wrongField{"asked", "请选择是不是已经向企业投诉过"})
	}
	if asked := form.get("asked"); asked == "waiting" || asked == "replied" {
		if facts.FirmComplainedOn, good = dayTyped(form.get("firm_complained_on")); !good || facts.FirmComplainedOn.IsZero() {
			page.Wrong = append(page.Wrong, wrongField{"firm_complained_on", "请填写向企业投诉的日期，如 2026-03-05"})
			facts.FirmReplied = false // what else would be said of it goes by the missing day
		}
	} else if form.get("firm_complained_on") != "" {
		page.Wrong = append(page.Wrong, dayWithoutComplaint(asked))
	}
	return facts, p.chosenFirm(c, form, page, &facts)
}

// dayWithoutComplaint is what is wrong where a day is told on which the enterprise was asked, but not that it was.
func dayWithoutComplaint(asked string) wrongField {
	if asked == "no" {
		return wrongField{"firm_complained_on", "上面选了“还没有”向企业投诉，这里却填了投诉的日期：投诉过的，请改选；没有投诉过的，请把日期清空"}
	}
	return wrongField{"asked", "填了向企业投诉的日期，请选择企业有没有答复；没有投诉过的，请把日期清空"}
}

const firmsOffered = 8

func (p *Portal) chosenFirm(c *gin.Context, form sent, page *lodgePage, facts *casework.LodgedFacts) error {
	ctx, look := c.Request.Context(), form.get("do") == "look"
	if code := form.get("enterprise"); code != "" && code != "unknown" && !look {
		firm, err := p.Store.EnterpriseOfCode(ctx, code)
		if err == nil {
			facts.EnterpriseID = firm.ID
			page.Looked, page.Firms = true, []model.LicensedEnterprise{{Enterprise: firm}}
			return nil
		}
		if model.KindOf(err) != model.NotFound {
			return err
		}
	}
	if n := len([]rune(facts.Firm)); n < 2 || n > mostSearched {
		return nil
	}
	found, err := p.Store.Enterprises(ctx, store.Everything(), store.Query{Search: facts.Firm, Limit: firmsOffered})
	if err != nil {
		return err
	}
	page.Looked, page.Firms = look, found.Items
	if look && len(found.Items) == 1 && len(found.Similar) == 0 && form.get("enterprise") == "" { // one that only resembles what was written is not chosen for anybody
		page.Values["enterprise"] = found.Items[0].USCC
	}
	if form.get("enterprise") == "unknown" || look {
		return nil
	}
	called := slices.DeleteFunc(slices.Clone(found.Items), func(e model.LicensedEnterprise) bool {
		return e.Name != facts.Firm && e.USCC != strings.ToUpper(facts.Firm)
	})
	if len(called) == 1 {
		facts.EnterpriseID = called[0].ID
	}
	return nil
}

// trackPage is what a tracking number tells, and whether one was asked for.
type trackPage struct {
	Asked bool
	Wrong string
	casework.Tracked
}

func (p *Portal) trackForm(c *gin.Context) {
	p.answer(c, http.StatusOK, "track.html", frame{Title: "查询申诉与举报的进度", Content: trackPage{}})
}

// track answers in the page itself: the number stands in no address, and nowhere in what comes back.
func (p *Portal) track(c *gin.Context) {
	form, err := readForm(c, []string{"number"})
	if err != nil {
		p.fail(c, err)
		return
	}
	page, status := trackPage{Asked: true}, http.StatusOK
	page.Tracked, err = p.Desk.TrackComplaint(c.Request.Context(), c.ClientIP(), model.Narrow(form.get("number")))
	if model.KindOf(err) == model.NotFound {
		page.Wrong, status, err = "没有找到这个查询号。它有 20 位字母和数字，请对照记下的再填一次。", http.StatusNotFound, nil
	}
	if err != nil {
		p.fail(c, err)
		return
	}
	p.answer(c, status, "track.html", frame{Title: "查询申诉与举报的进度", Content: page})
}
