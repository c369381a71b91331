package main

import (
	"bytes"
	"testing"

	"github.com/FerretDB/wire/wirebson"
)

// failure returns FerretDB's reply to a failed write, as recorded with a full or failing disk.
func failure(t *testing.T, text string) message {
	where := "[msg_insert.go:168 handler.(*Handler).MsgInsert] [db.go:167 fsql.(*DB).InTransaction] "
	return messageOf(t, "ok", 0.0, "errmsg", where+text, "code", int32(1), "codeName", "InternalError")
}

func TestDiskErrorGetsMongoDBCode(t *testing.T) {
	for text, code := range map[string]int32{
		"database or disk is full (13)":              14031,
		"disk I/O error (778)":                       10107,
		"attempt to write a readonly database (8)":   10107,
		"attempt to write a readonly database (264)": 10107,
	} {
		reply := failure(t, text).withMongoDBCode()
		doc, err := reply.document()
		if err != nil {
			t.Fatal(err)
		}
		if doc.Get("ok") != 0.0 || doc.Get("code") != code || doc.Get("codeName") == "InternalError" {
			t.Errorf("%s: %v", text, doc)
		}
		if again, err := readMessage(bytes.NewReader(reply)); err != nil || !bytes.Equal(again, reply) {
			t.Errorf("%s: the message header has a wrong size: %v", text, err)
		}
	}
}

func TestOtherRepliesStayUnchanged(t *testing.T) {
	title := doc("title", "disk I/O error (778)", "code", int32(1))
	for name, reply := range map[string]message{
		"another failure":                 failure(t, "no such table: things (1)"),
		"a document with an error's text": messageOf(t, "cursor", doc("firstBatch", wirebson.MustArray(title)), "ok", 1.0),
		"a malformed reply":               append(make(message, headerSize), "InternalError"...),
	} {
		if got := reply.withMongoDBCode(); !bytes.Equal(got, reply) {
			t.Errorf("%s was changed: %q", name, got)
		}
	}
}
