package main

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/FerretDB/wire"
	"github.com/FerretDB/wire/wirebson"
)

// writeUntilGone inserts numbered documents over several connections until the server ends, and returns the
// acknowledged numbers.
func writeUntilGone(t *testing.T, server *process, enough int64, then func()) map[int64]bool {
	t.Helper()
	const writers = 8
	var number, acknowledged atomic.Int64
	numbers := make(chan int64, 1_000_000)
	finished := make(chan struct{})
	for range writers {
		c := connect(t, "tcp", server.address)
		go func() {
			defer func() { finished <- struct{}{} }()
			for {
				n := number.Add(1)
				reply, err := c.try("insert", "things", "documents", wirebson.MustArray(doc("_id", n)), "$db", "shop")
				if err != nil {
					return
				}
				if reply.Get("ok") == 1.0 && reply.Get("writeErrors") == nil {
					acknowledged.Add(1)
					numbers <- n
				}
			}
		}()
	}
	for acknowledged.Load() < enough {
		time.Sleep(time.Millisecond)
	}
	then()
	for range writers {
		<-finished
	}
	close(numbers)
	all := map[int64]bool{}
	for n := range numbers {
		all[n] = true
	}
	return all
}

func checkAllThere(t *testing.T, dir string, acknowledged map[int64]bool) {
	t.Helper()
	server := startServer(t, dir)
	for _, d := range connect(t, "tcp", server.address).all("shop") {
		delete(acknowledged, d.Get("_id").(int64))
	}
	server.kill()
	if len(acknowledged) > 0 {
		t.Errorf("%d acknowledged documents were lost", len(acknowledged))
	}
}

func TestKillLosesNoAcknowledgedWrite(t *testing.T) {
	dir := t.TempDir()
	for range 3 {
		server := startServer(t, dir)
		c := connect(t, "tcp", server.address)
		c.do("drop", "things", "$db", "shop")
		acknowledged := writeUntilGone(t, server, 200, server.kill)
		checkAllThere(t, dir, acknowledged)
	}
}

func TestStopExitsCleanlyAndLosesNoWrite(t *testing.T) {
	dir := t.TempDir()
	server := startServer(t, dir)
	acknowledged := writeUntilGone(t, server, 200, func() {
		server.Process.Signal(syscall.SIGTERM)
		if err := server.Wait(); err != nil {
			t.Error(err)
		}
	})
	checkAllThere(t, dir, acknowledged)
}

func TestSecondServerOnSameFolderIsRejected(t *testing.T) {
	dir := t.TempDir()
	startServer(t, dir)
	second := exec.Command(os.Args[0], "--dbpath", dir, "--port", "0")
	second.Env = append(second.Environ(), asServer+"=1")
	output, err := second.CombinedOutput()
	if err == nil || !strings.Contains(string(output), "in use by another server") {
		t.Errorf("the second server printed %q and ended with %v", output, err)
	}
}

func TestUnacknowledgedWriteKeepsRepliesInOrder(t *testing.T) {
	c := connect(t, "tcp", startServer(t, t.TempDir()).address)
	unacknowledged := wire.MustOpMsg("insert", "things", "documents", wirebson.MustArray(doc("_id", int32(1))), "$db", "shop")
	unacknowledged.Flags = wire.OpMsgFlags(wire.OpMsgMoreToCome)
	body, err := unacknowledged.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	header := &wire.MsgHeader{MessageLength: int32(wire.MsgHeaderLen + len(body)), RequestID: 1, OpCode: wire.OpCodeMsg}
	if err := c.Write(context.Background(), header, unacknowledged); err != nil {
		t.Fatal(err)
	}
	if docs := c.all("shop"); len(docs) != 1 {
		t.Errorf("the write left %d documents", len(docs))
	}
}
