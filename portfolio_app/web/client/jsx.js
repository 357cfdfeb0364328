// Stands in for @emotion/react, by which Reflex makes each element, for the sake of styles in scripts. Ours are classes
// (page_origin.py looks whether they are), so that React alone is enough.
import { createElement } from "react";

export const jsx = createElement;
