package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"yijian/model"
)

// outboxChannel is when a server last had a channel. Channels that no server has
// any more keep a row, which tells them from those that there never were.
type outboxChannel struct {
	Channel model.Channel `gorm:"column:channel;primaryKey"`
	Server  string        `gorm:"column:server;primaryKey"`
	SeenAt  time.Time     `gorm:"column:seen_at"`
}

// keepServers is how long a server that notes its channels no more is remembered.
const keepServers = 24 * time.Hour

// NoteChannels notes that the server has the channels now, and forgets servers
// of earlier days beside it.
func (tx *Tx) NoteChannels(ctx context.Context, server string, channels []model.Channel) error {
	for _, channel := range channels {
		row := outboxChannel{channel, server, tx.stamp.At}
		err := tx.db.WithContext(ctx).Table("outbox_channels").Clauses(clause.OnConflict{
			Columns: []clause.Column{{Name: "channel"}, {Name: "server"}}, DoUpdates: clause.AssignmentColumns([]string{"seen_at"}),
		}).Create(&row).Error
		if err != nil {
			return fmt.Errorf("note channel: %w", err)
		}
		err = tx.db.WithContext(ctx).Table("outbox_channels").
			Where("channel = ? AND server <> ? AND seen_at < ?", channel, server, tx.stamp.At.Add(-keepServers)).Delete(nil).Error
		if err != nil {
			return fmt.Errorf("forget channels: %w", err)
		}
	}
	return nil
}

// ChannelsSeen returns the channels that any server ever had, each with when one last had it.
func (r Reader) ChannelsSeen(ctx context.Context) (map[model.Channel]time.Time, error) {
	rows := []outboxChannel{}
	if err := r.db.WithContext(ctx).Table("outbox_channels").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("channels seen: %w", err)
	}
	seen := map[model.Channel]time.Time{}
	for _, row := range rows {
		if row.SeenAt.After(seen[row.Channel]) {
			seen[row.Channel] = row.SeenAt
		}
	}
	return seen, nil
}
