package portal

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"yijian/casework"
	"yijian/model"
	"yijian/reports"
)

const receiptPath = "/filings/"

// filingsPage is what was found among the filings; nothing is looked for before something is asked.
type filingsPage struct {
	Search string
	Area   string
	Asked  bool
	Areas  []model.AreaRecord
	Names  map[string]model.AreaRecord
	casework.FilingsFound
	paging
}

// receiptPage is one filing with those of other openers at its premises, to be read, printed and checked again by its code, which only a
// platform that was told its own address can draw: a request's may be one that the public cannot
// reach. Where a filing no longer holds, nobody needs its address.
type receiptPage struct {
	Filing  model.FilingView
	Beside  []model.FilingView
	Holds   bool
	Place   string
	Address string
	QR      reports.QRCode
}

var (
	services = strings.NewReplacer("pickup", "收寄", "delivery", "投递")
	scopes   = strings.NewReplacer("province", "省内快递", "international", "国际快递", "national", "跨省快递")
)

func (p *Portal) filings(c *gin.Context) {
	search, page, err := askedFor(c)
	asked := filingsPage{Search: search, Area: c.Query("area")}
	asked.Asked = asked.Search != "" || asked.Area != ""
	if err == nil && len([]rune(search)) == 1 {
		err = invalid("搜索词至少 2 个字")
	}
	if err != nil {
		p.fail(c, err)
		return
	}
	p.show(c, "", "filings.html", func() (frame, error) {
		ctx, today := c.Request.Context(), p.Desk.Today()
		if asked.Names, err = p.Store.AreasByCode(ctx); err != nil {
			return frame{}, err
		}
		asked.Areas = townships(asked.Names, today)
		if asked.Asked {
			if asked.FilingsFound, err = p.Desk.Filings(ctx, asked.Search, asked.Area, page); err != nil {
				return frame{}, err
			}
			asked.paging = pagingOf(page, asked.Total, url.Values{"q": {asked.Search}, "area": {asked.Area}})
		}
		return frame{Title: "网点备案查询", Content: asked}, nil
	})
}

// receipt is never kept: whoever checks a code is told what holds now.
func (p *Portal) receipt(c *gin.Context) {
	p.show(c, "", "receipt.html", func() (frame, error) {
		ctx := c.Request.Context()
		filing, err := p.Desk.Filing(ctx, model.Serial(c.Param("serial")))
		if err != nil {
			return frame{}, err
		}
		areas, err := p.Store.AreasByCode(ctx)
		if err != nil {
			return frame{}, err
		}
		content := receiptPage{Filing: filing, Holds: filing.Standing == model.FilingHolds, Place: place(areas[filing.AreaCode], filing.Address)}
		if content.Holds {
			if content.Beside, err = p.Desk.FilingsBeside(ctx, filing.Filing); err != nil {
				return frame{}, err
			}
		}
		if p.SiteURL != "" {
			content.Address = p.SiteURL + receiptPath + string(filing.LocalSerial)
			if content.QR, err = reports.DrawQR(content.Address); err != nil {
				return frame{}, err
			}
		}
		return frame{Title: "备案回执 " + string(filing.LocalSerial), Content: content}, nil
	})
}

// place is an address with its township, unless that is a part of it.
func place(area model.AreaRecord, address string) string {
	if strings.Contains(address, area.Name) {
		return address
	}
	return area.Name + address
}

// townships are the divisions of today, in the order of their codes.
func townships(byCode map[string]model.AreaRecord, today model.Date) []model.AreaRecord {
	areas := slices.SortedFunc(maps.Values(byCode), func(a, b model.AreaRecord) int { return cmp.Compare(a.Code, b.Code) })
	return slices.DeleteFunc(areas, func(a model.AreaRecord) bool { return !a.ValidOn(today) })
}
