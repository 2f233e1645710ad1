import { numberIn, plainDashes } from './numbers.ts'

export type Quantity = { value: string; unit: string | null }

/** Each kind of quantity with its units as factors of a base unit; names as people write them in Spanish and English. */
const dimensions: Record<string, [factor: number, names: string][]> = {
  time: [
    [0.001, 'ms|milisegundo|milisegundos|millisecond|milliseconds'],
    [1, 's|sec|seg|segundo|segundos|second|seconds'],
    [60, 'min|mins|minuto|minutos|minute|minutes'],
    [3600, 'h|hr|hrs|hora|horas|hour|hours'],
    [86_400, 'd|dia|dias|day|days'],
    [604_800, 'semana|semanas|week|weeks'],
    // A month has no fixed length: it converts into years only, below.
  ],
  calendar: [
    [1, 'mes|meses|month|months'],
    [12, 'ano|anos|year|years|yr|yrs'],
  ],
  length: [
    [0.001, 'mm|milimetro|milimetros|millimetre|millimetres|millimeter|millimeters'],
    [0.01, 'cm|centimetro|centimetros|centimetre|centimetres|centimeter|centimeters'],
    [1, 'm|metro|metros|metre|metres|meter|meters'],
    [1000, 'km|kilometro|kilometros|kilometre|kilometres|kilometer|kilometers'],
    [0.0254, 'in|inch|inches|pulgada|pulgadas|"|″|”'],
    [0.3048, 'ft|foot|feet|pie|pies'],
  ],
  mass: [
    [0.001, 'mg|miligramo|miligramos|milligram|milligrams'],
    [1, 'g|gr|gramo|gramos|gram|grams'],
    [1000, 'kg|kilo|kilos|kilogramo|kilogramos|kilogram|kilograms'],
    [1_000_000, 't|tonelada|toneladas|tonne|tonnes'],
    [453.59237, 'lb|lbs|libra|libras|pound|pounds'],
    [28.349523125, 'oz|onza|onzas|ounce|ounces'],
  ],
  volume: [
    [0.001, 'ml|mililitro|mililitros|millilitre|millilitres|milliliter|milliliters'],
    [0.01, 'cl|centilitro|centilitros|centilitre|centilitres'],
    [1, 'l|litro|litros|litre|litres|liter|liters'],
  ],
  power: [
    [0.001, 'mw'],
    [1, 'w|vatio|vatios|watt|watts'],
    [1000, 'kw|kilovatio|kilovatios|kilowatt|kilowatts'],
  ],
  energy: [
    [1, 'wh'],
    [1000, 'kwh'],
  ],
  charge: [
    [1, 'mah'],
    [1000, 'ah'],
  ],
  voltage: [
    [0.001, 'mv'],
    [1, 'v|voltio|voltios|volt|volts'],
  ],
  frequency: [
    [1, 'hz|hercio|hercios|hertz'],
    [1000, 'khz'],
    [1_000_000, 'mhz'],
    [1_000_000_000, 'ghz'],
  ],
  data: [
    [0.001, 'kb'],
    [1, 'mb'],
    [1000, 'gb'],
    [1_000_000, 'tb'],
  ],
  pressure: [
    [1, 'bar|bares|bars'],
    [0.00001, 'pa'],
    [0.01, 'kpa'],
    [0.0689475729, 'psi'],
  ],
  area: [
    [0.0001, 'cm2|cm²'],
    [1, 'm2|m²'],
  ],
  percent: [[1, '%|por ciento|percent']],
}
const temperatures: Record<string, [factor: number, shift: number]> = {
  c: [1, 0],
  '°c': [1, 0],
  ºc: [1, 0],
  celsius: [1, 0],
  f: [5 / 9, -32],
  '°f': [5 / 9, -32],
  ºf: [5 / 9, -32],
  fahrenheit: [5 / 9, -32],
  k: [1, -273.15],
  kelvin: [1, -273.15],
}

const known = new Map<string, { dimension: string; factor: number }>()
for (const [dimension, units] of Object.entries(dimensions))
  for (const [factor, names] of units) for (const name of names.split('|')) known.set(name, { dimension, factor })

const unitKey = (unit: string) =>
  unit
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/\s+/g, ' ')
    .trim()

/**
 * A number in another unit: 12 h are 720 min. Null when there is no such conversion, also for units nobody knows, unless
 * they are the same word. Factors: SI and the exact definitions of the inch, pound and ounce.
 */
export function convert(value: number, from: string, to: string): number | null {
  const [a, b] = [unitKey(from), unitKey(to)]
  if (a === b) return value
  const [warm, warmTo] = [temperatures[a], temperatures[b]]
  if (warm && warmTo) return ((value + warm[1]) * warm[0]) / warmTo[0] - warmTo[1]
  const [source, target] = [known.get(a), known.get(b)]
  if (!source || !target || source.dimension !== target.dimension) return null
  return (value * source.factor) / target.factor
}

/** Whether both say the same: numbers after conversion of units (12 h = 720 min, 7 = 7,0), other words as people write them. */
export function sameQuantity(a: Quantity, b: Quantity): boolean {
  const [x, y] = [numberIn(a.value), numberIn(b.value)]
  if (x !== null && y !== null) {
    const converted = a.unit && b.unit ? convert(x, a.unit, b.unit) : a.unit || b.unit ? null : x
    // Conversions by inches and Fahrenheit leave a rest of the 16th digit.
    if (converted !== null) return Math.abs(converted - y) <= 1e-9 * Math.max(1, Math.abs(converted), Math.abs(y))
  }
  return wordsOf(a) === wordsOf(b)
}

/** Without regard to capitals, accents, kinds of dash and spaces ("5ATM" is "5 ATM"), except those that keep two numbers apart. */
const wordsOf = ({ value, unit }: Quantity) =>
  `${unitKey(plainDashes(value))} ${unitKey(unit ?? '')}`.replace(/(?<!\d)\s|\s(?!\d)/g, '')
