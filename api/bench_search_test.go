package api

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
	"yijian/store"
)

// A search among searchedEndPoints end points may take as many times as long as a look-up by code.
const (
	searchedEndPoints = 100_000
	mostTimesMedian   = 20
	mostTimesWorst    = 200
)

func BenchmarkSearchAgainstCode(b *testing.B) {
	for name, dsn := range map[string]func(testing.TB) string{"sqlite": testdb.SQLite, "mariadb": testdb.MariaDB} {
		if only := os.Getenv("YIJIAN_TEST_DB"); only != "" && only != name {
			continue
		}
		b.Run(name, func(b *testing.B) { benchSearch(b, dsn(b)) })
	}
}

func benchSearch(b *testing.B, dsn string) {
	service := benchService(b, dsn)
	cookie, firm := signedInWithFirm(b, service)
	openMany(b, service.Store, model.EnterpriseID(firm))
	site := service.Handler(nil)
	search := func(text string) time.Duration {
		var best time.Duration
		for range 3 {
			request := httptest.NewRequest(http.MethodGet, prefix+"/endpoints?q="+url.QueryEscape(text), nil)
			request.AddCookie(cookie)
			reply, start := httptest.NewRecorder(), b.Elapsed()
			site.ServeHTTP(reply, request)
			if took := b.Elapsed() - start; best == 0 || took < best {
				best = took
			}
			if reply.Code != http.StatusOK {
				b.Fatalf("%s: %d %s", text, reply.Code, reply.Body)
			}
		}
		return best
	}
	var median, worst float64
	for b.Loop() {
		var codes, searches []time.Duration
		for i := range 50 {
			codes = append(codes, search(serialOf(i*1999)))
		}
		slices.Sort(codes)
		code, slowest := codes[len(codes)/2], ""
		for _, text := range fixedSearches() {
			took := search(text)
			if searches = append(searches, took); took == slices.Max(searches) {
				slowest = text
			}
		}
		slices.Sort(searches)
		median = float64(searches[len(searches)/2]) / float64(code)
		worst = float64(searches[len(searches)-1]) / float64(code)
		b.Logf("by code %s; median %s; worst %s for %s", code, searches[len(searches)/2], searches[len(searches)-1], slowest)
	}
	b.ReportMetric(median, "median-times-code")
	b.ReportMetric(worst, "worst-times-code")
	if median > mostTimesMedian || worst > mostTimesWorst {
		b.Errorf("searches take %.1f times as long as by code, the worst %.1f; at most %d and %d", median, worst, mostTimesMedian, mostTimesWorst)
	}
}

func serialOf(i int) string { return fmt.Sprintf("500156-2026-%05d", i) }

var (
	benchBrands = []string{"中通", "圆通", "申通", "韵达", "极兔", "顺丰", "京东", "德邦", "中国邮政", "菜鸟", "兔喜", "妈妈驿站"}
	benchPlaces = []string{"凤山", "芙蓉", "仙女山", "羊角", "白马", "江口", "火炉", "鸭江", "长坝", "平桥", "桐梓", "和顺", "双河", "凤来", "庙垭", "石桥", "黄莺", "沧沟", "文复", "土地"}
	benchRoads  = []rune("建设人民和平滨江中心学府龙溪银杏柑橘丰收幸福长征红旗解放新华青松翠竹金桂朝阳明月清泉云峰石林")
)

// openMany adds the end points, in whose texts some words are everywhere and others are rare.
func openMany(b *testing.B, s *store.Store, firm model.EnterpriseID) {
	b.Helper()
	ctx, random := context.Background(), rand.New(rand.NewPCG(3, 5))
	at := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
	pick := func(words []string) string { return words[random.IntN(len(words))] }
	road := func() string {
		return string([]rune{benchRoads[random.IntN(len(benchRoads))], benchRoads[random.IntN(len(benchRoads))]})
	}
	const atOnce = 5000
	for from := 0; from < searchedEndPoints; from += atOnce {
		must(b, s.Tx(ctx, model.Stamp{Act: "bench", At: at}, func(tx *store.Tx) error {
			return tx.GatherGrams(ctx, func() error {
				for i := from; i < from+atOnce; i++ {
					place, brand := pick(benchPlaces), pick(benchBrands)
					e := model.EndPoint{
						ID: model.EndPointID(store.NewID()), EnterpriseID: firm, EnterpriseName: "演示重庆武隆" + brand + "快递服务有限公司",
						Name: "演示" + place + road() + brand + "快递" + pick([]string{"驿站", "服务点", "营业部", "代收点"}), Kind: model.EndPointStation,
						Brands: model.WordList{brand}, Services: model.WordList{"delivery"}, Scope: model.WordList{"national"}, AreaCode: fmt.Sprint(500156001 + i%4),
						Address: place + road() + fmt.Sprintf("路%d号附%d号", random.IntN(300), random.IntN(30)), Status: model.EndPointFiled,
						LocalSerial: model.Serial(serialOf(i)), FiledOn: model.DateOf(at), Version: 1, CreatedAt: at, UpdatedAt: at,
					}
					if err := tx.AddEndPoint(ctx, &e); err != nil {
						return err
					}
				}
				return nil
			})
		}))
	}
}

// fixedSearches are 100 words and codes: of 2 to 12 characters, everywhere, rare or nowhere,
// right and misspelt, in full width, parts of addresses and of numbers.
func fixedSearches() []string {
	searches := []string{
		"快递", "武隆", "演示", "有限公司", "服务点", "驿站", "重庆武隆", "快递服务有限公司", "演示重庆武隆中通", "中通", "白马", "仙女山", "羊角中通", "路1号", "号附2",
		"快递服务有陷公司", "演示重庆五隆中通", "武隆快递", "快递驿站", "中国邮政", "妈妈驿站", "妈妈驿占", "中国邮正快递",
		"ＡＢＣ", "５００１５６－２０２６－００４２", "500156-2026-00777", "2026-0999", "99999", "026-12", "00", "500156-2036-00777", "50O156-2026-00777", "500156202600777",
		"没有这家", "不存在的网点", "无", "火星", "火星快递", "铁岭大雁快递代收点", "xyz", "zz-9", "91110000600037341L", "91110000600037341l", "９１１１００００６０００３７３４１Ｌ",
		"演示快递", "羊角 中通", "白马 驿站 圆通", "已备案 韵达", "羊角街道 顺丰", "驿站 火炉", "路123号附7号", "附29号", "路299号", "路300号",
	}
	for i, brand := range benchBrands {
		place := benchPlaces[i]
		road := string([]rune{benchRoads[2*i], benchRoads[(5*i+3)%len(benchRoads)]})
		searches = append(searches, place+road, place+road+brand+"快递", place+road+"錯"+brand, road+"路", place+"错"+brand+"快递")
	}
	return searches[:100]
}
