// Builds the native body: the head by AssemblyScript to WebAssembly, by wasm2c to C, and with the hands to one static
// executable for each machine that there is a compiler for.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as asc from "assemblyscript/asc";
import { useCompactRuntime } from "./compact-runtime.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const hands = join(root, "src/native/hands");
const work = join(root, "dist/build");

/** @type {Partial<Record<string, string>>} */
const MACHINES = { x64: "x64", arm64: "arm64" };
const MACHINE = MACHINES[process.arch] ?? "";
const OWN_WARNINGS = ["-Wall", "-Wextra", "-Werror", "-Wshadow", "-Wconversion", "-Wno-sign-conversion"];
const SMALL = ["-Oz", "-DNDEBUG", "-ffreestanding", "-fno-stack-protector", "-fno-pic", "-fno-pie"];
const SMALL_MORE = ["-fno-asynchronous-unwind-tables", "-fomit-frame-pointer", "-fno-ident"];
const SECTIONS = ["-ffunction-sections", "-fdata-sections", "-fno-builtin-memcpy"];
const LINK = [
  "-static",
  "-no-pie",
  "-nostdlib",
  "-nostartfiles",
  "-s",
  "-Wl,--gc-sections",
  "-Wl,--build-id=none",
];
const LINK_MORE = [`-Wl,-T,${join(hands, "link.ld")}`];

/** The compilers by the machine they build for; CC chooses another one for this machine. */
function compilers() {
  const own = process.env["CC"] ?? "cc";
  const all = [
    { machine: "x64", command: MACHINE === "x64" ? own : "x86_64-linux-gnu-gcc" },
    { machine: "arm64", command: MACHINE === "arm64" ? own : "aarch64-linux-gnu-gcc" },
  ];
  return all.filter(({ command }) => runs(command));
}

/** @param {string} command */
function runs(command) {
  try {
    execFileSync(command, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/**
 * Builds dist/native/linux-x64/lissom and dist/native/linux-arm64/lissom, each where there is a compiler for it.
 * @returns {Promise<string[]>} the executables that were built, as paths; none where there is no C compiler
 */
export async function buildNative() {
  const found = compilers();
  if (found.length === 0) return [];
  await translateHead();
  return found.map(({ machine, command }) => {
    const target = join(root, `dist/native/linux-${machine}/lissom`);
    mkdirSync(dirname(target), { recursive: true });
    compileAll(
      command,
      join(work, machine),
      [...SMALL, ...SMALL_MORE, ...SECTIONS],
      [...LINK, ...LINK_MORE],
      target,
    );
    return target;
  });
}

/**
 * Builds two variants for the tests: dist/test/lissom-asan runs on the C library with the address and undefined
 * behaviour sanitizers, dist/test/lissom-trap fails in the head at the signal RTMIN+29.
 * @returns {Promise<string[]>} the executables
 */
export async function buildTestVariants() {
  const compiler = compilers().find(({ machine }) => machine === MACHINE);
  if (compiler === undefined) return [];
  await translateHead();
  mkdirSync(join(root, "dist/test"), { recursive: true });
  const sanitize = [
    "-g",
    "-O1",
    "-DLISSOM_HOSTED",
    "-fsanitize=address,undefined",
    "-fno-sanitize-recover=all",
  ];
  const asan = join(root, "dist/test/lissom-asan");
  compileAll(compiler.command, join(work, "asan"), sanitize, ["-fsanitize=address,undefined"], asan);
  const trap = join(root, "dist/test/lissom-trap");
  compileAll(
    compiler.command,
    join(work, "trap"),
    [...SMALL, ...SECTIONS, "-DLISSOM_TEST_TRAP"],
    [...LINK, ...LINK_MORE],
    trap,
  );
  return [asan, trap];
}

/** Checks the hand-written C with the compiler's static analyser. Throws where it finds something. */
export async function analyseHands() {
  const compiler = compilers().find(({ machine }) => machine === MACHINE);
  if (compiler === undefined) return;
  await translateHead();
  for (const source of ["hands.c", "start.c", "memory.c"]) {
    const flags = ["-c", "-fanalyzer", "-O1", "-ffreestanding", ...OWN_WARNINGS, `-I${hands}`, `-I${work}`];
    execFileSync(compiler.command, [...flags, join(hands, source), "-o", "/dev/null"], { stdio: "inherit" });
  }
}

async function translateHead() {
  mkdirSync(work, { recursive: true });
  useCompactRuntime();
  const wasm = join(work, "head.wasm");
  const options = [
    "--runtime",
    "stub",
    "-Oz",
    "--debug",
    "--noAssert",
    "--use",
    "abort=",
    "--exportStart",
    "initialize",
  ];
  const memory = ["--initialMemory", "64", "--maximumMemory", "64"];
  const { error, stderr } = await asc.main(
    ["src/native/main.ts", "--baseDir", root, ...options, ...memory, "-o", "dist/build/head.wasm"],
    {},
  );
  if (error) throw new Error(`the head does not compile:\n${stderr.toString()}`);
  // What the modules compute when they are loaded is computed here once, and is part of the image.
  const evaluated = join(work, "head-evaluated.wasm");
  const evaluate = ["--ctors=initialize", "--quiet", "--all-features", "--debuginfo", wasm, "-o", evaluated];
  execFileSync(process.execPath, [join(root, "node_modules/binaryen/bin/wasm-ctor-eval"), ...evaluate]);
  // Much of the code has become known with that.
  const optimized = join(work, "head-optimized.wasm");
  const optimize = ["-Oz", "--all-features", "--debuginfo", evaluated, "-o", optimized];
  execFileSync(process.execPath, [join(root, "node_modules/binaryen/bin/wasm-opt"), ...optimize]);
  const wasm2c = join(root, "node_modules/wabt/bin/wasm2c");
  execFileSync(process.execPath, [wasm2c, optimized, "-n", "head", "-o", join(work, "head.c")]);
  const source = join(work, "head.c");
  // The compiler's own headers (stdarg.h, stddef.h) stay, those of a C library go: wasm-rt.h stands for them.
  const { code, image } = takeOutImage(
    readFileSync(source, "utf8").replace(/^ *#include <(?!std(arg|def)).*>$/gm, ""),
  );
  writeFileSync(source, fixMemory(code));
  writeFileSync(join(work, "memory-image.c"), memorySource(image));
}

/**
 * Takes the initial contents of the memory out of the code. wasm2c writes some hundred pieces and a call of memcpy for
 * each; as one image in a section of its own they need no copying, and no memory until they are read.
 * @param {string} code
 * @returns {{ code: string, image: number[] }}
 */
function takeOutImage(code) {
  /** @type {Map<string, number[]>} */
  const segments = new Map();
  /** @type {number[]} */
  const image = [];
  const rest = code
    .replace(/static const u8 (data_segment_data_\w+)\[\] = \{([^}]*)\};\n/g, (_, name, bytes) => {
      segments.set(name, bytes.split(",").slice(0, -1).map(Number));
      return "";
    })
    .replace(/ *LOAD_DATA\(instance->w2c_memory, (\d+)u, (\w+), \d+\);\n/g, (_, address, name) => {
      for (const [index, byte] of (segments.get(name) ?? []).entries()) image[Number(address) + index] = byte;
      return "";
    });
  return { code: rest, image: Array.from(image, (byte) => byte ?? 0) };
}

/**
 * Puts the name of the one memory where wasm2c reads a pointer and a size from the instance.
 * @param {string} code
 */
function fixMemory(code) {
  return code
    .replaceAll("(mem)->data[addr]", "linear_memory[addr]")
    .replaceAll(/(\(mem\)|mem)->size/g, "LINEAR_MEMORY_SIZE")
    .replaceAll("instance->w2c_memory.pages", "(LINEAR_MEMORY_SIZE / 65536)")
    .replace(/ *wasm_rt_allocate_memory\(.*\);\n/, "")
    .replaceAll("(wasm_rt_trap(WASM_RT_TRAP_##x), 0)", "(wasm_rt_trap(), 0)");
}

/**
 * The image and the rest of the memory behind it. Without the linker script, on the C library, they are one array.
 * @param {number[]} image
 */
function memorySource(image) {
  const size = Math.ceil(image.length / 64) * 64;
  const bytes = image.join(",");
  return `#include "wasm-rt.h"
#ifdef LISSOM_HOSTED
u8 linear_memory[LINEAR_MEMORY_SIZE] __attribute__((aligned(4096))) = {${bytes}};
#else
u8 image[${size}] __asm__("linear_memory") __attribute__((aligned(64), section(".data.linear_memory_image"))) = {${bytes}};
u8 rest[LINEAR_MEMORY_SIZE - ${size}] __attribute__((section(".bss.linear_memory_rest"), aligned(64)));
#endif
`;
}

/**
 * @param {string} compiler
 * @param {string} folder for the object files
 * @param {string[]} flags
 * @param {string[]} linkFlags
 * @param {string} target
 */
function compileAll(compiler, folder, flags, linkFlags, target) {
  mkdirSync(folder, { recursive: true });
  /** @param {string} source @param {string[]} more */
  const compile = (source, more) => {
    const object = join(folder, `${source.split("/").at(-1)}.o`);
    execFileSync(compiler, ["-c", ...flags, ...more, `-I${hands}`, `-I${work}`, source, "-o", object], {
      stdio: "inherit",
    });
    return object;
  };
  const objects = [
    compile(join(work, "head.c"), ["-w"]),
    compile(join(hands, "hands.c"), OWN_WARNINGS),
    compile(join(hands, "start.c"), OWN_WARNINGS),
    compile(join(work, "memory-image.c"), ["-w"]),
    compile(join(hands, "memory.c"), [...OWN_WARNINGS, "-fno-tree-loop-distribute-patterns"]),
  ];
  execFileSync(compiler, [...linkFlags, ...objects, "-o", target], { stdio: "inherit" });
}
