// workerd outlives a Node that is killed, and would keep the databases open.

import { spawn } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { basename } from "node:path";

/** Runs start, and sees to it that the workerd it starts ends when this process does. */
export async function guarded(start) {
  const children = [];
  const note = ({ process }) => children.push(process);
  subscribe("child_process", note);
  try {
    return await start();
  } finally {
    unsubscribe("child_process", note);
    children.filter((child) => basename(child.spawnfile) === "workerd").forEach(watch);
  }
}

/** Leaves a shell behind that reads until our end of its pipe closes, however that comes. */
function watch({ pid }) {
  const script = 'read -r _; kill -9 "$1" 2>/dev/null';
  const stdio = ["pipe", "ignore", "ignore"];
  const shell = spawn("sh", ["-c", script, "sh", String(pid)], { stdio, detached: true });
  shell.stdin.unref();
  shell.unref();
}
