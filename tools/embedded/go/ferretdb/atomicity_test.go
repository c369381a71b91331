package main

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/FerretDB/wire/wirebson"
)

var doc = wirebson.MustDocument

// atOnce runs n callers concurrently, each with its own connection.
func atOnce(t *testing.T, server *process, n int, call func(c client, i int)) {
	t.Helper()
	var done sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		c := connect(t, "tcp", server.address)
		done.Add(1)
		go func() {
			defer done.Done()
			<-start
			call(c, i)
		}()
	}
	close(start)
	done.Wait()
}

func TestConcurrentUpdatesOfOneDocument(t *testing.T) {
	server := startServer(t, t.TempDir())
	c := connect(t, "tcp", server.address)
	one := doc("_id", int32(1))

	t.Run("keep all 200 increments", func(t *testing.T) {
		c.insert("sum", doc("_id", int32(1), "n", int32(0)))
		atOnce(t, server, 200, func(c client, _ int) { c.update("sum", one, doc("$inc", doc("n", int32(1)))) })
		if n := c.all("sum")[0].Get("n"); n != int32(200) {
			t.Errorf("the sum is %v", n)
		}
	})

	t.Run("take no more units than the stock", func(t *testing.T) {
		c.insert("stock", doc("_id", int32(1), "left", int32(10)))
		var taken atomic.Int32
		inStock := doc("_id", int32(1), "left", doc("$gt", int32(0)))
		atOnce(t, server, 100, func(c client, _ int) {
			taken.Add(c.update("stock", inStock, doc("$inc", doc("left", int32(-1)))))
		})
		if left := c.all("stock")[0].Get("left"); taken.Load() != 10 || left != int32(0) {
			t.Errorf("%d updates succeeded, %v units are left", taken.Load(), left)
		}
	})

	t.Run("let one of 50 writers of the same version win", func(t *testing.T) {
		c.insert("versions", doc("_id", int32(1), "version", int32(0)))
		var won atomic.Int32
		atOnce(t, server, 50, func(c client, i int) {
			won.Add(c.update("versions", doc("_id", int32(1), "version", int32(0)),
				doc("$set", doc("by", int32(i)), "$inc", doc("version", int32(1)))))
		})
		if won.Load() != 1 {
			t.Errorf("%d won", won.Load())
		}
	})

	t.Run("return a different value to each findAndModify", func(t *testing.T) {
		var seen sync.Map
		var twice atomic.Int32
		atOnce(t, server, 50, func(c client, _ int) {
			reply := c.do("findAndModify", "things", "query", one, "update", doc("$inc", doc("n", int32(1))),
				"upsert", true, "new", true, "$db", "counters")
			value, _ := reply.Get("value").(*wirebson.Document)
			if _, before := seen.LoadOrStore(value.Get("n"), true); before {
				twice.Add(1)
			}
		})
		if twice.Load() != 0 {
			t.Errorf("%d callers got the value of another caller", twice.Load())
		}
	})
}
