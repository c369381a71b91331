package main

import (
	"context"
	"net"
	"path/filepath"
	"sync"
	"testing"

	"github.com/FerretDB/wire"
	"github.com/FerretDB/wire/wireclient"
)

// engine replaces FerretDB and holds every insert until a test releases it. It counts the inserts it holds.
type engine struct {
	arrived chan string
	release chan struct{}
	mu      sync.Mutex
	held    map[string]int
	most    map[string]int
}

func startEngine(t *testing.T) (*engine, string) {
	t.Helper()
	e := &engine{make(chan string, 100), make(chan struct{}), sync.Mutex{}, map[string]int{}, map[string]int{}}
	socket := filepath.Join(t.TempDir(), "sock")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go e.answer(client{wireclient.New(conn, quiet), t})
		}
	}()
	return e, socket
}

func (e *engine) answer(c client) {
	for {
		header, body, err := c.Read(context.Background())
		if err != nil {
			return
		}
		request, _ := body.(*wire.OpMsg).RawSection0().Decode()
		if request.Command() == "insert" {
			e.hold(request.Get("$db").(string))
		}
		reply := wire.MustOpMsg("ok", 1.0)
		encoded, _ := reply.MarshalBinary()
		c.Write(context.Background(), &wire.MsgHeader{
			MessageLength: int32(wire.MsgHeaderLen + len(encoded)), ResponseTo: header.RequestID, OpCode: wire.OpCodeMsg,
		}, reply)
	}
}

func (e *engine) hold(database string) {
	e.count(database, 1)
	e.arrived <- database
	<-e.release
	e.count(database, -1)
}

func (e *engine) count(database string, by int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.held[database] += by
	e.most[database] = max(e.most[database], e.held[database])
}

func startGate(t *testing.T, backend string) (address string, stop func()) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan struct{})
	go func() { newGate(backend).serve(ctx, listener); close(served) }()
	stop = func() { cancel(); <-served }
	t.Cleanup(stop)
	return listener.Addr().String(), stop
}

func TestSlowWrite(t *testing.T) {
	engine, socket := startEngine(t)
	address, _ := startGate(t, socket)
	insert := func(database string) (done chan struct{}) {
		done = make(chan struct{})
		c := connect(t, "tcp", address)
		go func() { c.insert(database, doc("_id", int32(1))); close(done) }()
		return done
	}
	reader := connect(t, "tcp", address)
	slow := insert("shop")
	<-engine.arrived

	t.Run("does not delay reads", func(t *testing.T) {
		reader.do("find", "things", "$db", "shop")
		reader.do("find", "things", "$db", "other")
	})

	t.Run("does not delay writes of another database", func(t *testing.T) {
		other := insert("other")
		if database := <-engine.arrived; database != "other" {
			t.Errorf("the engine got a write of %s", database)
		}
		engine.release <- struct{}{}
		engine.release <- struct{}{}
		<-other
		<-slow
	})

	t.Run("delays further writes of its database", func(t *testing.T) {
		var writes []chan struct{}
		for range 20 {
			writes = append(writes, insert("queue"))
		}
		for range writes {
			<-engine.arrived
			reader.do("ping", int32(1), "$db", "queue")
			engine.release <- struct{}{}
		}
		for _, done := range writes {
			<-done
		}
		if engine.most["queue"] != 1 {
			t.Errorf("the engine had %d concurrent writes of one database", engine.most["queue"])
		}
	})
}

func TestStopAnswersWritesInFlight(t *testing.T) {
	engine, socket := startEngine(t)
	address, stop := startGate(t, socket)
	writer, idle := connect(t, "tcp", address), connect(t, "tcp", address)
	idle.do("ping", int32(1), "$db", "shop")

	answered := make(chan struct{})
	go func() { writer.insert("shop", doc("_id", int32(1))); close(answered) }()
	<-engine.arrived
	stopped := make(chan struct{})
	go func() { stop(); close(stopped) }()
	for err := error(nil); err == nil; { // until the gate has closed the idle connection
		_, err = idle.try("ping", int32(1), "$db", "shop")
	}
	engine.release <- struct{}{}
	<-answered
	<-stopped
}

func messageOf(t *testing.T, pairs ...any) message {
	t.Helper()
	body, err := wire.MustOpMsg(pairs...).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	header, err := (&wire.MsgHeader{MessageLength: int32(16 + len(body)), OpCode: wire.OpCodeMsg}).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	return append(header, body...)
}

func TestCommandReturnsNameAndDatabase(t *testing.T) {
	for _, test := range []struct {
		command  []any
		database string
	}{
		{[]any{"update", "things", "$db", "shop"}, "shop"},
		{[]any{"renameCollection", "shop.things", "to", "shop.others", "$db", "admin"}, "shop"},
	} {
		name, database, err := messageOf(t, test.command...).command()
		if err != nil || name != test.command[0] || database != test.database {
			t.Errorf("%v: %q of %q, %v", test.command, name, database, err)
		}
	}
}

func TestMalformedMessageIsRejected(t *testing.T) {
	header := func(size, opcode byte) []byte { return []byte{size, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, opcode, 7, 0, 0} }
	for name, m := range map[string]message{
		"no body":               header(16, 0xdd),
		"no document":           append(header(21, 0xdd), 0, 0, 0, 0, 0),
		"a document too large":  append(header(25, 0xdd), 0, 0, 0, 0, 0, 0xff, 0, 0, 0),
		"another section first": append(header(25, 0xdd), 0, 0, 0, 0, 1, 5, 0, 0, 0),
		"compressed":            append(header(21, 0xdc), 0, 0, 0, 0, 0),
	} {
		if _, _, err := m.command(); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}
