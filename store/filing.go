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
func lookedUp(db *gorm.DB, words []string) *gorm.DB {
	ended := db.Session(&gorm.Session{NewDB: true})
	for _, word := range words {
		ended = ended.Where("LOWER(endpoints.name) LIKE ? ESCAPE '!'", "%"+escapeLike(word)+"%")
	}
	held := db.Session(&gorm.Session{NewDB: true}).Where("endpoints.status = ?", model.EndPointFiled)
	if len(words) == 1 {
		held = held.Or("REPLACE(endpoints.local_serial, '-', '') = ?", strings.ReplaceAll(words[0], "-", ""))
	}
	if len(words) > 0 {
		held = held.Or(ended)
	}
	return db.Where(held)
}

// FilingsFound is a page of the stations at which something filed is found: of each all that is filed there,
// one after the other, and how many stations there are; where there are none, those filings that
// resemble the words. Of words that are in very many only the newest filings are looked at: then there may be more.
type FilingsFound struct {
	Filings []model.Filing
	Total   int64
	IsMore  bool
	Similar []model.Filing
}

// Sought is what is searched for: words that a record must hold, and those of which they are parts as they were written, by
// which it may be told that a record resembles them; and the enterprise by its credit code or a licence number, if one is named.
type Sought struct {
	Words     []string
	Whole     []string
	USCC      string
	LicenceNo string
}

// where is the condition that the enterprise that is named has filed; empty where none is.
func (s Sought) where() (condition string, args []any) {
	switch grams := model.KeyGrams(s.LicenceNo); {
	case s.USCC != "":
		return "endpoints.enterprise_id = (SELECT f.id FROM enterprises AS f WHERE f.uscc = ?)", []any{s.USCC}
	case len(grams) > 0:
		return "endpoints.enterprise_id IN (SELECT f.id FROM " + enterprises.grams + " AS l JOIN enterprises AS f ON f.id = l.record_id WHERE l.gram = ? AND f.search_text LIKE ? ESCAPE '!')",
			[]any{grams[len(grams)-1], "%" + escapeLike(s.LicenceNo) + "%"}
	}
	return "", nil
}

func (s Sought) isFirm() bool { return s.USCC+s.LicenceNo != "" && len(s.Words) == 0 }

// isFiledOrWas holds for what has been filed, whether it still is or not, isFiled for what still is.
const (
	isFiledOrWas = "endpoints.local_serial IS NOT NULL AND endpoints.status IN ('filed', 'cancelled', 'lapsed')"
	isFiled      = "endpoints.local_serial IS NOT NULL AND endpoints.status = 'filed'"
)

// narrowed is a condition and those of the area and of the enterprise that is named.
func (s Sought) narrowed(condition, area string) (string, []any) {
	of, args := s.where()
	if of != "" {
		condition += " AND " + of
	}
	if area != "" {
		condition, args = condition+" AND endpoints.area_code = ?", append(args, area)
	}
	return condition, args
}

// Filings looks for stations by words and area, either of which may be empty, the newest first. What is
// filed no longer is found by its serial or its own name only, and comes last. Of what holds the
// words the newest MostLookedAt are looked at.
func (r Reader) Filings(ctx context.Context, sought Sought, area string, page int) (FilingsFound, error) {
	found := FilingsFound{Filings: []model.Filing{}, Similar: []model.Filing{}}
	counted, err := r.countGrams(ctx, sought)
	if err != nil {
		return found, err
	}
	if rare := counted.rarest(); len(sought.Words) == 0 || len(rare) > 0 {
		err = r.stations(ctx, &found, stationSearch{sought, rare, area, page})
	}
	if err == nil && page == 1 && found.Total == 0 {
		found.Similar, err = r.similarFilings(ctx, counted, area)
	}
	return found, err
}

// stationSearch is what stations looks for: grams are the rarest of the words.
type stationSearch struct {
	Sought
	grams []string
	area  string
	page  int
}

func (r Reader) groupedStations(ctx context.Context, s stationSearch) *gorm.DB {
	db := r.filings(ctx)
	if len(s.grams) > 0 {
		where, args := s.narrowed(isFiledOrWas, s.area)
		db = r.byGrams(ctx, endpoints, "endpoints", gramSearch{s.grams, s.Words, where, args, MostLookedAt + 1})
	} else {
		db = inTownship(db, s.area)
		if of, args := s.where(); of != "" {
			db = db.Where(of, args...)
		}
	}
	return lookedUp(db, s.Words).Group("station").
		Select(station + " AS station, MIN(CASE endpoints.status WHEN 'filed' THEN 0 ELSE 1 END) AS gone, MAX(endpoints.filed_on) AS newest, COUNT(*) OVER () AS total, SUM(COUNT(*)) OVER () AS filed")
}

// stations finds a page of the stations of the filings that have the grams and hold the words, and how many there are.
func (r Reader) stations(ctx context.Context, found *FilingsFound, s stationSearch) error {
	var stations []struct {
		Station      string
		Total, Filed int64
	}
	err := pageOf(r.groupedStations(ctx, s).Order("gone, newest DESC, station"), s.page).Find(&stations).Error
	if err == nil && len(stations) == 0 && s.page > 1 { // there is no such page: how many are there at all
		err = r.db.WithContext(ctx).Table("(?) AS stations", r.groupedStations(ctx, s)).Count(&found.Total).Error
	}
	if err != nil {
		return fmt.Errorf("stations: %w", err)
	}
	if len(stations) == 0 {
		return nil
	}
	at := map[string]int{}
	for i, one := range stations {
		at[one.Station] = i
	}
	found.Total, found.IsMore = stations[0].Total, len(s.grams) > 0 && stations[0].Filed > MostLookedAt
	found.Filings, err = r.filedAt(ctx, slices.Collect(maps.Keys(at)))
	slices.SortStableFunc(found.Filings, func(a, b model.Filing) int { return at[a.Station()] - at[b.Station()] })
	return err
}

// FilingsHolding returns what is filed and holds the words, the newest first, at most so many; where there is
// nothing, what resembles them.
func (r Reader) FilingsHolding(ctx context.Context, sought Sought, most int) (rows, similar []model.Filing, err error) {
	counted, err := r.countGrams(ctx, sought)
	if err != nil {
		return nil, nil, err
	}
	if rare := counted.rarest(); len(rare) > 0 || sought.isFirm() {
		if rows, err = r.filedHolding(ctx, rare, sought, most); err != nil || len(rows) > 0 {
			return rows, nil, err
		}
	}
	similar, err = r.similarFilings(ctx, counted, "")
	return rows, similar, err
}

// filedHolding returns what is filed, has the grams and holds what is sought, the newest first, at most so many.
func (r Reader) filedHolding(ctx context.Context, grams []string, sought Sought, most int) ([]model.Filing, error) {
	rows := []model.Filing{}
	where, args := sought.narrowed(isFiled, "")
	db := r.db.WithContext(ctx).Table("endpoints").Where(where, args...).Order("endpoints.filed_on DESC, endpoints.id").Limit(most)
	if len(grams) > 0 {
		db = r.byGrams(ctx, endpoints, "endpoints", gramSearch{grams, sought.Words, where, args, most}).Order("c.record_id DESC")
	}
	if err := withOpener(db).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("find filings: %w", err)
	}
	return rows, nil
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

func inTownship(db *gorm.DB, area string) *gorm.DB {
	if area == "" {
		return db
	}
	return db.Where("endpoints.area_code = ?", area)
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
