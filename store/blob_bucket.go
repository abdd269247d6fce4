package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// bucket keeps each content as an object of an S3-compatible store.
type bucket struct {
	client *minio.Client
	at     bucketAddress
}

func openBucket(ctx context.Context, address string, keys BlobKeys) (*bucket, error) {
	at, err := parseBucket(address)
	if err != nil {
		return nil, err
	}
	if keys.Access == "" || keys.Secret == "" {
		return nil, errors.New("an S3 store needs YIJIAN_S3_ACCESS_KEY and YIJIAN_S3_SECRET_KEY")
	}
	client, err := minio.New(at.host, &minio.Options{
		Creds: credentials.NewStaticV4(keys.Access, keys.Secret, ""), Secure: at.secure, Region: at.region,
		BucketLookup: minio.BucketLookupPath, Transport: bucketTransport(), MaxRetries: 3,
	})
	if err != nil {
		return nil, fmt.Errorf("S3 store: %w", err)
	}
	there, err := client.BucketExists(ctx, at.bucket)
	if err != nil {
		return nil, fmt.Errorf("S3 store %s: %w", at.host, err)
	}
	if !there {
		return nil, fmt.Errorf("S3 store %s has no bucket %q", at.host, at.bucket)
	}
	return &bucket{client, at}, nil
}

// bucketTransport goes to the store alone: through no proxy, and never for ever.
func bucketTransport() *http.Transport {
	return &http.Transport{
		DialContext:         (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
		TLSHandshakeTimeout: 5 * time.Second, ResponseHeaderTimeout: 20 * time.Second,
		IdleConnTimeout: time.Minute, MaxIdleConnsPerHost: 16, DisableCompression: true,
	}
}

func (b *bucket) Put(ctx context.Context, name string, content io.Reader, size int64) error {
	if err := checkBlobName(name); err != nil {
		return err
	}
	return b.write(ctx, name, content, size)
}

func (b *bucket) write(ctx context.Context, name string, content io.Reader, size int64) error {
	_, err := b.client.PutObject(ctx, b.at.bucket, b.at.prefix+name, &exactly{content, size}, size,
		minio.PutObjectOptions{ContentType: "application/octet-stream", DisableMultipart: true})
	if err != nil {
		return fmt.Errorf("keep content: %w", err)
	}
	return nil
}

func (b *bucket) Open(ctx context.Context, name string) (io.ReadCloser, error) {
	if err := checkBlobName(name); err != nil {
		return nil, err
	}
	return b.read(ctx, name)
}

func (b *bucket) read(ctx context.Context, name string) (io.ReadCloser, error) {
	object, err := b.client.GetObject(ctx, b.at.bucket, b.at.prefix+name, minio.GetObjectOptions{})
	if err != nil {
		return nil, fmt.Errorf("read content: %w", err)
	}
	if _, err = object.Stat(); err != nil { // the request goes out here
		_ = object.Close()
		if minio.ToErrorResponse(err).StatusCode == http.StatusNotFound {
			return nil, ErrNoBlob
		}
		return nil, fmt.Errorf("read content: %w", err)
	}
	return object, nil
}

func (b *bucket) Owner(ctx context.Context) (string, error) {
	from, err := b.read(ctx, ownerMark)
	if errors.Is(err, ErrNoBlob) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	content, err := io.ReadAll(io.LimitReader(from, 100))
	return strings.TrimSpace(string(content)), errors.Join(err, from.Close())
}

func (b *bucket) Own(ctx context.Context, database string) error {
	return b.write(ctx, ownerMark, strings.NewReader(database+"\n"), int64(len(database)+1))
}

func (b *bucket) Remove(ctx context.Context, name string) error {
	if err := checkBlobName(name); err != nil {
		return err
	}
	err := b.client.RemoveObject(ctx, b.at.bucket, b.at.prefix+name, minio.RemoveObjectOptions{})
	if err != nil && minio.ToErrorResponse(err).StatusCode != http.StatusNotFound {
		return fmt.Errorf("remove content: %w", err)
	}
	return nil
}

func (b *bucket) Each(ctx context.Context, visit func(Blob) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop() // ends the listing when visit fails
	for object := range b.client.ListObjects(ctx, b.at.bucket, minio.ListObjectsOptions{Prefix: b.at.prefix}) {
		if object.Err != nil {
			return fmt.Errorf("list contents: %w", object.Err)
		}
		name := strings.TrimPrefix(object.Key, b.at.prefix)
		if checkBlobName(name) != nil {
			continue
		}
		if err := visit(Blob{name, object.Size, object.LastModified}); err != nil {
			return err
		}
	}
	return ctx.Err()
}
