package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// Blobs keeps contents that are too large for the database, each whole or not at
// all under a name that only the database knows. A name is used once: contents
// are never changed, so that a copy made at any moment is good.
type Blobs interface {
	// Put keeps exactly size bytes of content; when it returns nil they survive a crash.
	Put(ctx context.Context, name string, content io.Reader, size int64) error
	// Open reads what was put, or fails with ErrNoBlob.
	Open(ctx context.Context, name string) (io.ReadCloser, error)
	// Remove forgets the content; a name that is not there is no failure.
	Remove(ctx context.Context, name string) error
	// Each calls visit for everything that was put, in no order, until visit fails.
	Each(ctx context.Context, visit func(Blob) error) error
	// Owner is the id of the database that owns the place, "" when nobody claimed it.
	Owner(ctx context.Context) (string, error)
	// Own writes whose the place is from now on.
	Own(ctx context.Context, database string) error
}

// Blob is one kept content.
type Blob struct {
	Name string
	Size int64
	At   time.Time // when it was put, by the clock of where it is kept
}

// ErrNoBlob is the failure to open a name under which nothing is kept.
var ErrNoBlob = errors.New("no such content")

// BlobKeys sign requests to an S3-compatible store; they come from the environment only.
type BlobKeys struct{ Access, Secret string }

// OpenBlobs opens a folder, which it makes, or a bucket: s3://host[:port]/bucket[/prefix][?region=…]
// over TLS, s3+http:// without.
func OpenBlobs(ctx context.Context, address string, keys BlobKeys) (Blobs, error) {
	if strings.HasPrefix(address, "s3://") || strings.HasPrefix(address, "s3+http://") {
		return openBucket(ctx, address, keys)
	}
	return openFolder(address)
}

// CheckBlobsAddress says what is wrong with an address, without opening it.
func CheckBlobsAddress(address string) error {
	if !strings.Contains(address, "://") {
		if strings.TrimSpace(address) == "" {
			return errors.New("empty")
		}
		return nil
	}
	_, err := parseBucket(address)
	return err
}

type bucketAddress struct {
	host, bucket, prefix, region string
	secure                       bool
}

func parseBucket(address string) (bucketAddress, error) {
	var at bucketAddress
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "s3" && u.Scheme != "s3+http" {
		return at, fmt.Errorf("%q is neither a folder nor s3://host/bucket", Redact(address))
	}
	region, only := strings.CutPrefix(u.RawQuery, "region=")
	if u.User != nil || u.RawQuery != "" && !only || u.Fragment != "" {
		return at, errors.New("an S3 address holds host, bucket, prefix and ?region= only; keys come from the environment")
	}
	bucket, prefix, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	if u.Host == "" || bucket == "" {
		return at, fmt.Errorf("%q names no host and bucket", address)
	}
	if prefix != "" {
		prefix += "/"
	}
	return bucketAddress{u.Host, bucket, prefix, cmp.Or(region, "us-east-1"), u.Scheme == "s3"}, nil
}

// blobName is what every place keeps as it is: no separators, no dots, one case.
var blobName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{7,79}$`)

func checkBlobName(name string) error {
	if !blobName.MatchString(name) {
		return fmt.Errorf("%q is no name for content", name)
	}
	return nil
}

// exactly fails when the content is shorter or longer than it was said to be.
type exactly struct {
	from io.Reader
	left int64
}

var errOtherSize = errors.New("content is not of the size it was said to be")

func (e *exactly) Read(p []byte) (int, error) {
	n, err := e.from.Read(p)
	e.left -= int64(n)
	if e.left < 0 || errors.Is(err, io.EOF) && e.left > 0 {
		return n, errOtherSize
	}
	return n, err
}
