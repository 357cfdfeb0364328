// Digital Bazaar's stack, as others use it: signs a credential, or verifies some, with the vocabularies of the package.
// Reads JSON on standard input: {"modules", "contexts": {address: text}, "verify": [credential…], "sign": [credential…]}.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const asked = JSON.parse(readFileSync(0, "utf-8"));
const from = createRequire(pathToFileURL(asked.modules + "/x.js"));
const module = async (name) => import(pathToFileURL(from.resolve(name)));

const Ed25519Multikey = await module("@digitalbazaar/ed25519-multikey");
const { DataIntegrityProof } = await module("@digitalbazaar/data-integrity");
const { cryptosuite } = await module("@digitalbazaar/eddsa-rdfc-2022-cryptosuite");
const { driver } = await module("@digitalbazaar/did-method-key");
const vc = await module("@digitalbazaar/vc");

const keys = driver();
keys.use({ multibaseMultikeyHeader: "z6Mk", fromMultibase: Ed25519Multikey.from });

const documentLoader = async (url) => {
  if (url in asked.contexts) {
    return { contextUrl: null, documentUrl: url, document: JSON.parse(asked.contexts[url]) };
  }
  if (url.startsWith("did:key:")) {
    return { contextUrl: null, documentUrl: url, document: await keys.get({ url }) };
  }
  throw new Error(`nothing is fetched: ${url}`);
};

const answer = { verified: [], signed: [] };
for (const credential of asked.verify ?? []) {
  const suite = new DataIntegrityProof({ cryptosuite });
  const { verified, error } = await vc.verifyCredential({ credential, suite, documentLoader });
  answer.verified.push({ verified, why: error?.errors?.map(String).join("; ") ?? String(error ?? "") });
}
for (const unsigned of asked.sign ?? []) {
  const pair = await Ed25519Multikey.generate();
  const { didDocument } = await keys.fromKeyPair({ verificationKeyPair: pair });
  pair.controller = didDocument.id;
  pair.id = didDocument.assertionMethod[0].id ?? didDocument.assertionMethod[0];
  const credential = { ...unsigned, issuer: { ...unsigned.issuer, id: didDocument.id } };
  const suite = new DataIntegrityProof({ signer: pair.signer(), cryptosuite });
  answer.signed.push(await vc.issue({ credential, suite, documentLoader }));
}
process.stdout.write(JSON.stringify(answer));
