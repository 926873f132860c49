import { ALL_LETTERS, type Letters, NO_LETTERS } from './letters';

/**
 * The classes that `\p{…}` may name, as Go's `regexp` finds them: spaces, hyphens and underscores do not count, nor does case. Scripts of
 * several words are not among them: Go 1.25 and 1.26, by which the programs are built, drop the underscore of the name and not that of the script.
 * Scripts are those of Unicode 15. https://pkg.go.dev/regexp/syntax, https://pkg.go.dev/unicode#pkg-variables
 */
const CATEGORIES = `
  C Cc Cf Cn Co Cs L LC Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z Zl Zp Zs Any Assigned ASCII
  Cased_Letter Close_Punctuation Combining_Mark Connector_Punctuation Control Currency_Symbol Dash_Punctuation Decimal_Number Enclosing_Mark
  Final_Punctuation Format Initial_Punctuation Letter Letter_Number Line_Separator Lowercase_Letter Mark Math_Symbol Modifier_Letter
  Modifier_Symbol Nonspacing_Mark Number Open_Punctuation Other Other_Letter Other_Number Other_Punctuation Other_Symbol Paragraph_Separator
  Private_Use Punctuation Separator Space_Separator Spacing_Mark Surrogate Symbol Titlecase_Letter Unassigned Uppercase_Letter cntrl digit punct`;

const SCRIPTS = `
  Adlam Ahom Arabic Armenian Avestan Balinese Bamum Batak Bengali Bhaiksuki Bopomofo Brahmi Braille Buginese Buhid Carian Chakma Cham Cherokee
  Chorasmian Common Coptic Cuneiform Cypriot Cyrillic Deseret Devanagari Dogra Duployan Elbasan Elymaic Ethiopic Georgian Glagolitic Gothic Grantha
  Greek Gujarati Gurmukhi Han Hangul Hanunoo Hatran Hebrew Hiragana Inherited Javanese Kaithi Kannada Katakana Kawi Kharoshthi Khmer Khojki
  Khudawadi Lao Latin Lepcha Limbu Lisu Lycian Lydian Mahajani Makasar Malayalam Mandaic Manichaean Marchen Medefaidrin Miao Modi Mongolian Mro
  Multani Myanmar Nabataean Nandinagari Newa Nko Nushu Ogham Oriya Osage Osmanya Palmyrene Phoenician Rejang Runic Samaritan Saurashtra Sharada
  Shavian Siddham Sinhala Sogdian Soyombo Sundanese Syriac Tagalog Tagbanwa Takri Tamil Tangsa Tangut Telugu Thaana Thai Tibetan Tifinagh Tirhuta
  Toto Ugaritic Vai Vithkuqi Wancho Yezidi Yi`;

const plain = (name: string): string => name.replaceAll(/[ _-]/g, '').toLowerCase();
const namesIn = (text: string): readonly string[] => text.split(/\s+/).filter((name) => name !== '');

let known: ReadonlySet<string> | undefined;

/** Made when the first expression asks for it: most configurations have none. */
const isKnown = (name: string): boolean => {
  known ??= new Set([...namesIn(CATEGORIES), ...namesIn(SCRIPTS)].map(plain));
  return known.has(name);
};

const WITH_SMALL_LETTERS: readonly string[] = [
  'any',
  'assigned',
  'ascii',
  'l',
  'letter',
  'lc',
  'casedletter',
  'll',
  'lowercaseletter',
  'latin',
];
const WITH_LARGE_LETTERS: readonly string[] = ['lu', 'uppercaseletter'];

/** Letters of the class that `\p` names; undefined for none. Latin letters are either all in a class or none of them is. */
export function unicodeLetters(text: string, fold: boolean): Letters | undefined {
  // What is not ASCII has no small letter: `toLowerCase` makes a K of the sign for Kelvin.
  const name = /^[\w -]+$/.test(text) ? plain(text) : '';
  if (!isKnown(name)) return undefined;
  return WITH_SMALL_LETTERS.includes(name) || (fold && WITH_LARGE_LETTERS.includes(name)) ? ALL_LETTERS : NO_LETTERS;
}
