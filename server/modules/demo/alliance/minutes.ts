import { say, type Words } from './departments.ts'

export const weeklyName = say('Semanal de marketing y ventas', 'Weekly of marketing and sales')
export const monthlyName = say('Cierre de mes', 'Month end')

export type Held = {
  inputs: Record<'marketing' | 'sales' | 'service', Words>
  decisions: readonly { text: Words; dissent?: { by: string; reason: Words } }[]
  /** `days`: after the meeting. */
  actions: readonly { text: Words; owner: string; days: number; isDone: boolean }[]
  minutes: Words
}

/** The two weeklies that have been held. */
export const weeklies: readonly Held[] = [
  {
    inputs: {
      marketing: say(
        'La guía de auriculares trae la mitad de los leads; los hoteles llegan por el formulario de empresas.',
        'The headphone guide brings half of the leads; hotels come through the form for companies.',
      ),
      sales: say(
        'Los hoteles piden plazo de instalación antes que precio.',
        'Hotels ask for the installation date before the price.',
      ),
      service: say(
        'Tres llamadas esta semana por emparejar los Buds Pro con la tele.',
        'Three calls this week about pairing the Buds Pro with the TV.',
      ),
    },
    decisions: [
      {
        text: say(
          'Los presupuestos de hoteles los atiende Carla el mismo día, vengan de donde vengan.',
          'Carla answers quotes for hotels on the same day, wherever they come from.',
        ),
      },
    ],
    actions: [
      {
        ...{ owner: 'noa', days: 4, isDone: true },
        text: say(
          'Añadir a la guía cómo emparejar los Buds Pro con la tele',
          'Add to the guide how to pair the Buds Pro with the TV',
        ),
      },
      {
        ...{ owner: 'carla', days: 7, isDone: true },
        text: say('Escribir los plazos de instalación de Clima', 'Write down the installation times of Clima'),
      },
    ],
    minutes: say(
      '## Hoteles\n\nPreguntan por el plazo antes que por el precio. Carla atiende sus presupuestos el mismo día.\n\n## Buds Pro y la tele\n\nTres llamadas por la misma duda. Noa lo explica en la guía.\n',
      '## Hotels\n\nThey ask for the date before the price. Carla answers their quotes on the same day.\n\n## Buds Pro and the TV\n\nThree calls with the same doubt. Noa explains it in the guide.\n',
    ),
  },
  {
    inputs: {
      marketing: say(
        'El Watch 2 ya está en campaña. Los anuncios de sonido cuestan un 12 % menos por lead.',
        'The Watch 2 campaign runs. Sound ads cost 12% less per lead.',
      ),
      sales: say(
        'Vuelven demasiados leads de la guía: «no es el momento».',
        'Too many leads of the guide go back: “no timing”.',
      ),
      service: say(
        'La duda de la tele casi ha desaparecido desde que está en la guía.',
        'The doubt about the TV has almost gone since the guide answers it.',
      ),
    },
    decisions: [
      {
        text: say(
          'La guía no cuenta como petición de contacto: sus leads siguen en marketing hasta que pidan algo más.',
          'The guide is no request for contact: its leads stay with marketing until they ask for more.',
        ),
        dissent: {
          by: 'leo',
          reason: say('Perdemos a quien compra la misma semana.', 'We lose those who buy in the same week.'),
        },
      },
      {
        text: say(
          'Ningún anuncio lleva un precio que ventas no haya verificado esa semana.',
          'No ad carries a price that sales has not verified in that week.',
        ),
      },
    ],
    actions: [
      {
        ...{ owner: 'diego', days: 1, isDone: false },
        text: say(
          'Apuntar las cinco objeciones que más se repiten en distribución',
          'Write down the five objections heard most in distribution',
        ),
      },
      {
        ...{ owner: 'leo', days: 10, isDone: false },
        text: say('Probar un anuncio de Clima solo para hoteles', 'Try an ad for Clima that only speaks to hotels'),
      },
    ],
    minutes: say(
      '## Leads de la guía\n\nVuelven por «no es el momento». Se quedan en marketing hasta que pidan algo más. Leo no está de acuerdo.\n\n## Precios en anuncios\n\nSolo los que ventas haya verificado esa semana.\n',
      '## Leads of the guide\n\nThey go back for “no timing”. They stay with marketing until they ask for more. Leo disagrees.\n\n## Prices in ads\n\nOnly those that sales has verified in that week.\n',
    ),
  },
]
