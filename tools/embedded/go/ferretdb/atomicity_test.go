package main

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/FerretDB/wire/wirebson"
)

var doc = wirebson.MustDocument

// atOnce gives each of n callers a connection of its own and starts them together.
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

	t.Run("when 200 callers add one then the sum is 200", func(t *testing.T) {
		c.insert("sum", doc("_id", int32(1), "n", int32(0)))
		atOnce(t, server, 200, func(c client, _ int) { c.update("sum", one, doc("$inc", doc("n", int32(1)))) })
		if n := c.all("sum")[0].Get("n"); n != int32(200) {
			t.Errorf("the sum is %v", n)
		}
	})

	t.Run("when 100 callers take one of ten then ten are told that they got it", func(t *testing.T) {
		c.insert("stock", doc("_id", int32(1), "left", int32(10)))
		var taken atomic.Int32
		inStock := doc("_id", int32(1), "left", doc("$gt", int32(0)))
		atOnce(t, server, 100, func(c client, _ int) {
			taken.Add(c.update("stock", inStock, doc("$inc", doc("left", int32(-1)))))
		})
		if left := c.all("stock")[0].Get("left"); taken.Load() != 10 || left != int32(0) {
			t.Errorf("%d were told that they got one, %v are left", taken.Load(), left)
		}
	})

	t.Run("when 50 callers save the same version then one wins", func(t *testing.T) {
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

	t.Run("when 50 callers find and modify then each gets a value of its own", func(t *testing.T) {
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
			t.Errorf("%d callers got a value that another had got", twice.Load())
		}
	})
}
