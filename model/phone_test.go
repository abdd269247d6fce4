package model

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestPersonalDataIsShownMasked(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Phone("13812345678").String(), "138****5678"},
		{Phone("02377720000").String(), "023****0000"},
		{Phone("12345").String(), "*****"},
		{Phone("").String(), ""},
		{IDNumber("11010519491231002X").String(), "110*************2X"},
		{IDNumber("12").String(), "**"},
		{IDNumber("").String(), ""},
		{PersonName("张三").String(), "张*"},
		{PersonName("欧阳修远").String(), "欧*"},
		{PersonName("张").String(), "*"},
		{fmt.Sprintf("%v %s", Phone("13812345678"), PersonName("张三")), "138****5678 张*"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

// A number without an area code, or one cut short, hides most of itself too.
func TestAPhoneOfAnyLengthHidesMostOfItself(t *testing.T) {
	for length := 1; length <= 13; length++ {
		number := Phone("1234567890123"[:length])
		shown := strings.ReplaceAll(number.String(), "*", "")
		if length < 11 && len(shown)*3 > length || length >= 11 && len(shown) > 7 {
			t.Errorf("%d digits are shown as %s", length, number)
		}
		if again := Phone(number.String()); again.String() != number.String() {
			t.Errorf("%s masked again is %s", number, again)
		}
	}
}

// Whoever prints, logs or serialises a record by whatever means gets the masks.
func TestPersonalDataShowsItselfInNoForm(t *testing.T) {
	type person struct {
		Name  PersonName
		ID    IDNumber
		Phone Phone
	}
	p := person{"张三丰", "11010519491231002X", "13812345678"}
	var logged bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewJSONHandler(&logged, nil), slog.NewTextHandler(&logged, nil)} {
		slog.New(handler).Info("about "+p.Name.String(), "name", p.Name, "id", p.ID, "phone", p.Phone, "whole", p, "pointer", &p)
	}
	asXML, err := xml.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	listed, err := json.Marshal(map[string]any{"all": []any{p, &p.Phone}})
	if err != nil {
		t.Fatal(err)
	}
	failed := fmt.Errorf("no reply from %w, %v, %q", errors.New(p.Phone.String()), p.Name, p.ID)
	shown := []string{logged.String(), string(asXML), string(listed), failed.Error(), fmt.Sprint(p, &p, []Phone{p.Phone}, map[string]PersonName{"n": p.Name})}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%08s", "%.20s", "%T"} {
		shown = append(shown, fmt.Sprintf(verb, p.Name), fmt.Sprintf(verb, p.ID), fmt.Sprintf(verb, p.Phone), fmt.Sprintf(verb, p))
	}
	for _, text := range shown {
		for _, secret := range []string{"三丰", "19491231", "3812345", hex.EncodeToString([]byte("三丰")), hex.EncodeToString([]byte("2345"))} {
			if strings.Contains(strings.ToLower(text), secret) {
				t.Errorf("%s shows %s", text, secret)
			}
		}
	}
}

func TestNumbersAreComparedWithoutTheirDress(t *testing.T) {
	for _, phone := range []Phone{"138 1234 5678", "138-1234-5678", "+8613812345678", "13812345678"} {
		if got := phone.Normal(); got != "13812345678" {
			t.Errorf("%q is compared as %q", string(phone), got)
		}
	}
	if got := Phone("8672000").Normal(); got != "8672000" {
		t.Errorf("a short number lost its beginning: %q", got)
	}
	if got := IDNumber("11010519491231002x").Normal(); got != "11010519491231002X" {
		t.Errorf("compared as %q", got)
	}
}

func TestPersonalDataIsReadWholeAndWrittenMasked(t *testing.T) {
	type person struct {
		Name  PersonName `json:"name"`
		ID    IDNumber   `json:"id"`
		Phone Phone      `json:"phone"`
	}
	var p person
	if err := json.Unmarshal([]byte(`{"name":"张三","id":"11010519491231002X","phone":"13812345678"}`), &p); err != nil {
		t.Fatal(err)
	}
	if p != (person{"张三", "11010519491231002X", "13812345678"}) {
		t.Error("unmarshalling changed a value")
	}
	once, _ := json.Marshal(p)
	if want := `{"name":"张*","id":"110*************2X","phone":"138****5678"}`; string(once) != want {
		t.Errorf("got %s, want %s", once, want)
	}
	// A stored reply is read and written again, so a mask must be its own mask.
	var again person
	if err := json.Unmarshal(once, &again); err != nil {
		t.Fatal(err)
	}
	if twice, _ := json.Marshal(again); string(twice) != string(once) {
		t.Errorf("masking twice: %s, once: %s", twice, once)
	}
}

func TestMaskSentBackMeansUnchanged(t *testing.T) {
	if got := Phone("138****5678").Or("13812345678"); string(got) != "13812345678" {
		t.Error("a mask sent back replaced the phone")
	}
	if got := Phone("13900000000").Or("13812345678"); string(got) != "13900000000" {
		t.Error("a new phone was not taken")
	}
	if got := IDNumber("110*************2X").Or("11010519491231002X"); string(got) != "11010519491231002X" {
		t.Error("a mask sent back replaced the identity number")
	}
	if got := PersonName("张*").Or("张三"); string(got) != "张三" {
		t.Error("a mask sent back replaced the name")
	}
	if got := PersonName("").Or("张三"); string(got) != "" {
		t.Error("an emptied name was not taken")
	}
}
