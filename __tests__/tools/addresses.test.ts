import fc from 'fast-check';
import { readAddress } from '../../config/address';
import { WEBHOOK } from '../../config/schema/addresses';
import { anyAddress } from '../support/addresses';
import { askGo } from '../support/go';
import { describeWithTool } from '../support/tools';

/** Reads addresses as Prometheus and Alertmanager do: scheme, user, host, port and path with the query, or the error. */
const PROGRAM = `package main

import (
	"encoding/json"
	"net/url"
	"os"
)

func main() {
	var texts []string
	if err := json.NewDecoder(os.Stdin).Decode(&texts); err != nil {
		panic(err)
	}
	parts := make([][]string, len(texts))
	for i, text := range texts {
		address, err := url.Parse(text)
		if err != nil {
			parts[i] = []string{err.Error()}
			continue
		}
		parts[i] = []string{address.Scheme, address.User.String(), address.Hostname(), address.Port()}
	}
	if err := json.NewEncoder(os.Stdout).Encode(parts); err != nil {
		panic(err)
	}
}
`;

describeWithTool('go', 'it reads every address that a configuration takes, and reads the same', () => {
  it('in 5,000 of them', () => {
    const texts = fc.sample(anyAddress, 5_000).filter((text) => !/\p{Surrogate}/u.test(text));
    const parts = askGo(PROGRAM, texts) as readonly (readonly string[])[];
    const taken = texts.flatMap((text, index) => {
      const read = readAddress(text, WEBHOOK);
      return 'rule' in read ? [] : [{ address: read.address, parts: parts[index] ?? [] }];
    });
    const wrong = taken.filter(({ address, parts: [scheme, user, host, port] }) => {
      const preset = address.scheme === 'http' ? 80 : 443;
      const isSame = scheme === address.scheme && user === '' && host === address.host.replace(/^\[(.*)\]$/, '$1');
      return !isSame || (port === '' ? preset : Number(port)) !== address.port;
    });
    expect(wrong).toEqual([]);
    expect(taken.length).toBeGreaterThan(500);
  }, 60_000);
});
