// Which build this is: worker/toolchain/edge.sh writes it anew beside the WASM.
export default { VERSION: "dev", GIT_SHA: "unknown" };
