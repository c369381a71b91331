package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/FerretDB/wire/wirebson"
)

// Services update documents by id and version. If FerretDB read the whole collection for that, each order would make the
// shop slower. This checks SQLite's query plan, because FerretDB's own "filterPushdown" is true for scans too.
func TestFilterWithIDUsesIndex(t *testing.T) {
	c := connect(t, "tcp", startServer(t, t.TempDir()).address)
	c.insert("shop", doc("_id", "one", "version", int32(1)), doc("_id", "two", "version", int32(1)))
	for filter, looksUp := range map[*wirebson.Document]bool{
		doc("_id", "one"):                                  true,
		doc("_id", "one", "version", int32(1)):             true,
		doc("version", doc("$lt", int32(2)), "_id", "one"): true,
		doc("version", int32(1)):                           false,
		doc("_id", doc("$in", wirebson.MustArray("one"))):  false,
		doc("$or", wirebson.MustArray(doc("_id", "one"))):  false,
		doc(): false,
	} {
		reply := c.do("explain", doc("find", "things", "filter", filter), "$db", "shop")
		if usesIndex := strings.Contains(wirebson.LogMessage(reply), "USING INDEX"); usesIndex != looksUp {
			t.Errorf("%s: %s", wirebson.LogMessage(filter), wirebson.LogMessage(reply))
		}
	}
}

func TestFilterWithIDStillAppliesOtherFields(t *testing.T) {
	c := connect(t, "tcp", startServer(t, t.TempDir()).address)
	c.insert("shop", doc("_id", "one", "version", int32(1)), doc("_id", "two", "version", int32(2)))
	change := doc("$inc", doc("version", int32(1)))
	for _, one := range []struct {
		id      string
		version int32
		changed int32
	}{{"one", 2, 0}, {"two", 2, 1}, {"one", 1, 1}, {"three", 1, 0}} {
		if n := c.update("shop", doc("_id", one.id, "version", one.version), change); n != one.changed {
			t.Errorf("%v: %d documents changed", one, n)
		}
	}
	if all := fmt.Sprint(c.all("shop")[0].Get("version"), c.all("shop")[1].Get("version")); all != "2 3" {
		t.Errorf("the versions are %s", all)
	}
}
