/** Names of the program: camelCase, none twice, none that TypeScript or the program itself needs. */

/** `weight_decay` is `weightDecay`: how options, exports and consts are named. */
export function camelCase(name: string): string {
  return name.replace(/(?<=[^_])_+([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

const reserved = (
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends false " +
  "finally for function if implements import in instanceof interface let new null package private protected public return " +
  "static super switch this throw true try typeof undefined var void while with yield NaN Infinity Math " +
  "params run main flags here"
).split(" ");

export interface Namer {
  /** The wanted name where it is free, else one that says more: `motionData`, `motionData2`. */
  name(wanted: string, suffix: string): string;
}

export function createNamer(): Namer {
  const taken = new Set(reserved);
  return {
    name(wanted, suffix) {
      let name = wanted;
      for (let i = 1; taken.has(name); i++) name = `${wanted}${suffix}${i === 1 ? "" : i}`;
      taken.add(name);
      return name;
    },
  };
}
