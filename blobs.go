package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

// blobFlags says where attachments are kept.
type blobFlags struct {
	Attachments string `help:"Where attachments are kept: a folder (DATA/attachments when left out), or s3://host/bucket/prefix." env:"YIJIAN_ATTACHMENTS" placeholder:"PLACE"`
}

// The keys of an S3-compatible store come from the environment only.
const (
	blobAccessVariable = "YIJIAN_S3_ACCESS_KEY"
	blobSecretVariable = "YIJIAN_S3_SECRET_KEY"
)

// blobs opens the place where attachments are kept; a folder is made when it is missing.
func (d database) blobs(env *environment) (store.Blobs, error) {
	keys := store.BlobKeys{Access: os.Getenv(blobAccessVariable), Secret: os.Getenv(blobSecretVariable)}
	opened, err := store.OpenBlobs(env.ctx, d.placeOfBlobs(), keys)
	return opened, unavailable(err)
}

func (d database) placeOfBlobs() string {
	return cmp.Or(d.Attachments, filepath.Join(d.Data, "attachments"))
}

// foreign says of a place that is another database's what to do, and passes on other failures.
func (d database) foreign(err error, remedy string) error {
	if model.KindOf(err) == model.Conflict {
		return &exitError{exitRefused, fmt.Sprintf("%s: %s; %s (docs/operating.md, Attachments)", store.Redact(d.placeOfBlobs()), model.DetailOf(err), remedy)}
	}
	return unavailable(err)
}

const ownPlace = "name a place of its own with --attachments"

// usable refuses a place that is another database's; it writes nothing there.
func (d database) usable(env *environment, desk *casework.Desk) error {
	return d.foreign(desk.Store.MayTakeBlobs(env.ctx, desk.Blobs), ownPlace)
}

// claim makes a place that nobody claimed this database's, for the verbs that serve
// it from now on: others may be run by whoever sits at the machine. A copy that uses
// the place stops the clean-up, not the server.
func (d database) claim(env *environment, desk *casework.Desk) error {
	err := desk.Store.UseBlobs(env.ctx, desk.Blobs)
	if store.IsCopiedPlace(err) {
		fmt.Fprintln(env.errOut, "yijian: warning: "+store.Redact(d.placeOfBlobs())+": "+model.DetailOf(err))
		return nil
	}
	return d.foreign(err, ownPlace)
}
