/** A sum in words a calculator knows: numbers, + - * / ^ and brackets. Nothing is ever executed. @throws Error in plain words */
export function calculate(expression: string): number {
  const tokens = expression.match(/\d+(?:\.\d+)?|[-+*/^()]|\S/g) ?? [];
  let at = 0;
  const sum = (): number => {
    let value = product();
    while (tokens[at] === '+' || tokens[at] === '-')
      value = tokens[at++] === '+' ? value + product() : value - product();
    return value;
  };
  const product = (): number => {
    let value = power();
    while (tokens[at] === '*' || tokens[at] === '/') value = tokens[at++] === '*' ? value * power() : value / power();
    return value;
  };
  const power = (): number => {
    const base = single();
    if (tokens[at] !== '^') return base;
    at += 1;
    return base ** power();
  };
  const single = (): number => {
    const token = tokens[at++];
    if (token === '-') return -single();
    if (token === '(') {
      const value = sum();
      if (tokens[at++] !== ')') throw new Error('a bracket is not closed');
      return value;
    }
    if (token === undefined || !/^\d/.test(token))
      throw new Error(`a number is missing${token ? ` before “${token}”` : ''}`);
    return Number(token);
  };
  const value = sum();
  if (at < tokens.length) throw new Error(`“${tokens[at]}” does not belong there`);
  if (!Number.isFinite(value)) throw new Error('the result is no number');
  return value;
}
