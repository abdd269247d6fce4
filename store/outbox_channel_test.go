package store

import (
	"testing"
	"time"

	"yijian/deploy/testdb"
	"yijian/model"
)

// Servers that note their channels no more are forgotten after a day, all but the last to have the channel.
func TestServersOfEarlierDaysAreForgotten(t *testing.T) {
	testdb.Each(t, func(t *testing.T, dsn string) {
		s := opened(t, dsn)
		at := time.Date(2026, 3, 10, 2, 0, 0, 0, time.UTC)
		note := func(server string, channels ...model.Channel) {
			t.Helper()
			err := s.Tx(t.Context(), model.Stamp{At: at}, func(tx *Tx) error { return tx.NoteChannels(t.Context(), server, channels) })
			if err != nil {
				t.Fatal(err)
			}
		}
		note("a", model.ChannelEmail, model.ChannelSMS)
		note("b", model.ChannelEmail)
		at = at.Add(keepServers + time.Second)
		note("c", model.ChannelEmail)
		note("c", model.ChannelEmail)
		var rows int64
		if err := s.write.Table("outbox_channels").Count(&rows).Error; err != nil || rows != 2 {
			t.Errorf("%d rows, %v", rows, err)
		}
		seen, err := s.ChannelsSeen(t.Context())
		if err != nil || !seen[model.ChannelEmail].Equal(at) || !seen[model.ChannelSMS].Equal(at.Add(-keepServers-time.Second)) {
			t.Errorf("%v %v", seen, err)
		}
	})
}
