import { expect, test } from "vitest";
import {
  writeConnectionFailure,
  writeResolveFailure,
  writeStatusFailure,
} from "../../src/core/request-failure.ts";
import { textOf } from "./support/bytes.ts";

test("a connection that failed is named with its error number", () => {
  const words = [111, 110, 113].map((errno) => textOf((out) => writeConnectionFailure(out, errno)));
  expect(words).toEqual([
    "connection refused (errno 111)",
    "connection timed out (errno 110)",
    "connection failed (errno 113)",
  ]);
});

test("a name without an address says whether that was told by a nameserver", () => {
  expect(textOf((out) => writeResolveFailure(out, "consul", true))).toBe("cannot resolve consul");
  expect(textOf((out) => writeResolveFailure(out, "consul", false))).toBe(
    "cannot resolve consul: nameserver failed",
  );
});

test("an answer that is no success says its status", () => {
  expect(textOf((out) => writeStatusFailure(out, 503))).toBe("status 503");
});
