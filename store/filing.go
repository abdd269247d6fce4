package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm"

	"yijian/model"
)

// filingColumns are what may leave this package for the public, and nothing else is read.
const filingColumns = "endpoints.id, endpoints.local_serial, endpoints.national_receipt_no, endpoints.name, endpoints.enterprise_name, endpoints.kind, " +
	"endpoints.brands, endpoints.services, endpoints.area_code, endpoints.address, endpoints.service_phone, endpoints.opened_on, " +
	"endpoints.filed_on, endpoints.valid_until, endpoints.ended_on, endpoints.status, endpoints.demo, enterprises.status AS opener_status, " +
	"endpoints.premises, endpoints.scope, endpoints.longitude_micro, endpoints.latitude_micro, " +
	"COALESCE((SELECT number FROM licences AS l WHERE l.enterprise_id = endpoints.enterprise_id AND l.void_mark = '' ORDER BY l.valid_from DESC, l.id DESC LIMIT 1), '') AS licence_no"

const (
	lastChange = ", (SELECT MAX(c.decided_on) FROM endpoint_changes AS c WHERE c.endpoint_id = endpoints.id AND c.outcome = ?) AS changed_on"
	movedTo    = ", COALESCE((SELECT MAX(m.local_serial) FROM endpoints AS m WHERE m.moved_from = endpoints.id AND m.status = ?), '') AS moved_to"
)

// filings is every end point that has been filed, whether it still is or not.
func (r Reader) filings(ctx context.Context) *gorm.DB {
	return r.db.WithContext(ctx).Table("endpoints").
		Where("endpoints.local_serial IS NOT NULL AND +endpoints.status IN ?", // the states of nearly all of them lead SQLite to nothing
			[]model.EndPointStatus{model.EndPointFiled, model.EndPointCancelled, model.EndPointLapsed})
}

func withOpener(db *gorm.DB) *gorm.DB {
	return db.Joins("JOIN enterprises ON enterprises.id = endpoints.enterprise_id").Select(filingColumns)
}

// station is by what filings at the same address are one: that address or, where none is kept, the filing itself.
const station = "CASE WHEN endpoints.premises = '' OR endpoints.status <> 'filed' THEN endpoints.id ELSE endpoints.premises END"

// lookedUp keeps what is filed, and of what is filed no longer only what is called by its serial
// or by its own name: where it was is nobody's to find any more.
func lookedUp(db *gorm.DB, search string) *gorm.DB {
	ended := db.Session(&gorm.Session{NewDB: true})
	words := model.SearchWords(search)
	for _, word := range words {
		ended = ended.Where("LOWER(endpoints.name) LIKE ? ESCAPE '!'", "%"+escapeLike(word)+"%")
	}
	held := db.Session(&gorm.Session{NewDB: true}).Where("endpoints.status = ?", model.EndPointFiled).Or("endpoints.local_serial = ?", strings.TrimSpace(search))
	if len(words) > 0 {
		held = held.Or(ended)
	}
	return db.Where(held)
}

// Filings returns a page of the stations at which something filed is found by text and area, either of
// which may be empty, the newest first: of each all that is filed there, one after the other, and how many
// stations there are. What is filed no longer is found by its serial or its own name only, and comes last.
func (r Reader) Filings(ctx context.Context, search, area string, page int) (rows []model.Filing, total int64, err error) {
	h, err := r.filingHunt(ctx, search)
	if err != nil {
		return nil, 0, err
	}
	rows = []model.Filing{}
	var ids []string
	few := false
	if grams := h.grams(); len(grams) > 0 {
		if ids, few, err = r.candidates(ctx, h.n, grams, ""); err != nil || few && len(ids) == 0 {
			return rows, 0, err
		}
	}
	base := func() *gorm.DB {
		db := lookedUp(r.filings(ctx), search)
		if few {
			db = h.within(db, ids)
		}
		return inTownship(h.holds(db, h.words), area)
	}
	var stations []struct {
		Station string
		Total   int64
	}
	grouped := func() *gorm.DB {
		return base().Select(station + " AS station, MIN(CASE endpoints.status WHEN 'filed' THEN 0 ELSE 1 END) AS gone, MAX(endpoints.filed_on) AS newest, COUNT(*) OVER () AS total").Group("station")
	}
	if err = pageOf(grouped().Order("gone, newest DESC, station"), page).Find(&stations).Error; err == nil && len(stations) == 0 && page > 1 { // there is no such page: how many are there at all
		err = r.db.WithContext(ctx).Table("(?) AS stations", grouped()).Count(&total).Error
	}
	if err != nil {
		return nil, 0, fmt.Errorf("stations: %w", err)
	}
	if len(stations) == 0 {
		return rows, total, nil
	}
	total = stations[0].Total
	at := map[string]int{}
	for i, one := range stations {
		at[one.Station] = i
	}
	rows, err = r.filedAt(ctx, slices.Collect(maps.Keys(at)))
	slices.SortStableFunc(rows, func(a, b model.Filing) int { return at[a.Station()] - at[b.Station()] })
	return rows, total, err
}

// filedAt returns what is filed at the stations; one that is filed no longer is a station of its own.
func (r Reader) filedAt(ctx context.Context, stations []string) ([]model.Filing, error) {
	rows := []model.Filing{}
	err := withOpener(r.filings(ctx)).
		Where("(+endpoints.status = ? AND endpoints.premises IN ? OR endpoints.id IN ?)", model.EndPointFiled, stations, stations).
		Order("CASE endpoints.status WHEN 'filed' THEN 0 ELSE 1 END, endpoints.filed_on DESC, endpoints.id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("filings at stations: %w", err)
	}
	return rows, nil
}

// mostBeside is how many filings of other openers at the same premises are shown.
const mostBeside = 20

// mostSimilarFilings is how many filings are shown that only resemble what is searched for.
const mostSimilarFilings = 20

// SimilarFilings returns what is filed and holds the words but for one character, the newest first.
func (r Reader) SimilarFilings(ctx context.Context, search, area string) ([]model.Filing, error) {
	rows := []model.Filing{}
	h, err := r.filingHunt(ctx, search)
	if err != nil || len(h.words) == 0 {
		return rows, err
	}
	base := func() *gorm.DB {
		return inTownship(r.filings(ctx).Where("endpoints.status = ?", model.EndPointFiled), area)
	}
	ids, err := h.similar(ctx, r, base)
	if err != nil || len(ids) == 0 {
		return rows, err
	}
	if err := withOpener(h.within(base(), ids)).Order("endpoints.filed_on DESC, endpoints.id").Limit(mostSimilarFilings).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("similar filings: %w", err)
	}
	return rows, nil
}

func inTownship(db *gorm.DB, area string) *gorm.DB {
	if area == "" {
		return db
	}
	return db.Where("endpoints.area_code = ?", area)
}

// A telephone number is looked for by so many of its digits at least and at most; a serial has more.
const (
	fewestDigits = 5
	mostDigits   = 13
)

// filingHunt looks for words in the text of filings, in what their kind is called, or in the
// service telephone, however it is written.
func (r Reader) filingHunt(ctx context.Context, search string) (hunt, error) {
	h, err := r.huntFor(ctx, endpoints, model.SearchWords(search))
	for i, word := range h.words {
		if kinds := model.EndPointKindsSaid(word.text); len(kinds) > 0 {
			h.words[i].says = append(h.words[i].says, said{"endpoints.kind IN ?", kinds})
		}
		digits := strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, word.text)
		if len(digits) >= fewestDigits && len(digits) <= mostDigits && len(digits) >= len(word.text)-2 {
			h.words[i].says = append(h.words[i].says, said{"REPLACE(REPLACE(endpoints.service_phone, '-', ''), ' ', '') LIKE ?", "%" + digits + "%"})
		}
	}
	return h, err
}

// Filing returns what was filed under the serial.
func (r Reader) Filing(ctx context.Context, serial model.Serial) (model.Filing, error) {
	var rows []model.Filing
	found := withOpener(r.filings(ctx)).Select(filingColumns+lastChange+movedTo, model.ChangeAccepted, model.EndPointFiled)
	if err := found.Where("endpoints.local_serial = ?", serial).Limit(1).Find(&rows).Error; err != nil {
		return model.Filing{}, fmt.Errorf("filing: %w", err)
	}
	if len(rows) == 0 {
		return model.Filing{}, model.Fail(model.NotFound, "filing.not_found", "没有这个备案号，请核对；怀疑回执是假的，请向邮政管理机构反映")
	}
	return rows[0], nil
}

// FilingsBeside returns what is filed at the same premises as the filing by other openers, the oldest first.
func (r Reader) FilingsBeside(ctx context.Context, here model.Filing) ([]model.Filing, error) {
	rows := []model.Filing{}
	at := model.EndPoint{AreaCode: here.AreaCode, Address: here.Address, LatitudeMicro: here.LatitudeMicro, LongitudeMicro: here.LongitudeMicro}
	err := withOpener(r.filings(ctx)).Where("endpoints.status = ? AND endpoints.enterprise_id <> (SELECT h.enterprise_id FROM endpoints AS h WHERE h.local_serial = ?)", model.EndPointFiled, here.LocalSerial).
		Where(r.samePremises(ctx, at)).Order("endpoints.filed_on, endpoints.id").Limit(mostBeside).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("filings at the same premises: %w", err)
	}
	return rows, nil
}
