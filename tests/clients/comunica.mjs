// Ask one endpoint many queries with Comunica, in one process since starting Node is slow.
//
//   node comunica.mjs ENDPOINT FILE...
//
// Prints one JSON object: for each way of naming the source, file by file, the SPARQL JSON
// results. "sparql" tells Comunica what the source is; "auto" lets it find out by itself.

import { readFileSync } from "node:fs";
import { QueryEngine } from "@comunica/query-sparql";

const RESULTS = "application/sparql-results+json";
const [endpoint, ...files] = process.argv.slice(2);
const ways = { sparql: { type: "sparql", value: endpoint }, auto: endpoint };

const text = async (stream) => {
  const chunks = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
};

const answers = {};
for (const [way, source] of Object.entries(ways)) {
  // An engine a way, so that "auto" cannot remember what "sparql" was told.
  const engine = new QueryEngine();
  answers[way] = {};
  for (const file of files) {
    const result = await engine.query(readFileSync(file, "utf8"), { sources: [source] });
    const { data } = await engine.resultToString(result, RESULTS);
    answers[way][file] = JSON.parse(await text(data));
  }
}
console.log(JSON.stringify(answers));
