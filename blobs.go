package main

import (
	"cmp"
	"os"
	"path/filepath"

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
	opened, err := store.OpenBlobs(env.ctx, cmp.Or(d.Attachments, filepath.Join(d.Data, "attachments")), keys)
	return opened, unavailable(err)
}
