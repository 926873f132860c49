import fc from 'fast-check';
import { readExpression } from '../../config/expression/read';
import { anyExpression } from '../support/expressions';
import { askGo } from '../support/go';
import { describeWithTool } from '../support/tools';

/** Bytes. */
const LONGEST_SOUGHT = 25;

/** Compiles expressions as the collector does. For each: -1 when it cannot; else the letters in which it is found, and 100 when in nothing too. */
const PROGRAM = `package main

import (
	"encoding/json"
	"os"
	"regexp"
)

func verdict(text string) (found int) {
	expression, err := regexp.Compile(text)
	if err != nil {
		return -1
	}
	// Looking for something in a text takes what is large some milliseconds.
	if len(text) > ${LONGEST_SOUGHT} {
		return 0
	}
	if expression.MatchString("") {
		found = 100
	}
	for letter := 'a'; letter <= 'z'; letter++ {
		if expression.MatchString(string(letter)) {
			found++
		}
	}
	return found
}

func main() {
	var texts []string
	if err := json.NewDecoder(os.Stdin).Decode(&texts); err != nil {
		panic(err)
	}
	verdicts := make([]int, len(texts))
	for i, text := range texts {
		verdicts[i] = verdict(text)
	}
	if err := json.NewEncoder(os.Stdout).Encode(verdicts); err != nil {
		panic(err)
	}
}
`;

/** Places have no length, but are not everywhere: what is said of an expression with one is what it may match. */
const PLACES = /[\^$]|\\[AbBz]/;

describeWithTool('go', 'its regexp takes and refuses the expressions that a configuration does', () => {
  // Two of three are different from all others.
  let texts: readonly string[] = [];
  let verdicts: readonly number[] = [];
  beforeAll(() => {
    texts = [...new Set(fc.sample(anyExpression, 40_000))].filter((text) => !/\p{Surrogate}/u.test(text));
    verdicts = askGo(PROGRAM, texts) as readonly number[];
  });

  it('20,000 of them, of which a fifth or more are valid', () => {
    expect(texts.length).toBeGreaterThanOrEqual(20_000);
    const wrong = texts.filter((text, index) => readExpression(text).isValid !== (verdicts[index] ?? -1) >= 0);
    expect(wrong).toEqual([]);
    expect(verdicts.filter((verdict) => verdict >= 0).length).toBeGreaterThan(texts.length / 5);
  });

  it('and agrees about what matches nothing, and what matches any letter', () => {
    const told = texts.flatMap((text, index) => {
      const [read, verdict] = [readExpression(text), verdicts[index]];
      return read.isValid && verdict !== undefined && Buffer.byteLength(text) <= LONGEST_SOUGHT ? [{ text, read, verdict }] : [];
    });
    const wrong = told.filter(({ text, read, verdict }) => {
      const anyLetter = read.matchesEmpty || read.matchesAnyLetter;
      const [inNothing, inAll] = [verdict >= 100, verdict % 100 === 26];
      const isMissed = (inNothing && !read.matchesEmpty) || (inAll && !anyLetter);
      const isSaidTooEarly = !PLACES.test(text) && ((read.matchesEmpty && !inNothing) || (anyLetter && !inAll));
      return isMissed || isSaidTooEarly;
    });
    expect(wrong.map(({ text }) => text)).toEqual([]);
    expect(told.filter(({ read }) => read.matchesAnyLetter).length).toBeGreaterThan(200);
  });
});
