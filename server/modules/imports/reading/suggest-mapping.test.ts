import { describe, expect, it } from 'vitest'
import { detectColumn } from './detect-column.ts'
import { type ImportKind, importFields, normalizeName } from './fields.ts'
import { suggestMapping } from './suggest-mapping.ts'

function fieldsOf(kind: ImportKind, header: string, ...rows: string[]) {
  const names = header.split(';')
  const columns = names.map((name, index) => ({
    name,
    detection: detectColumn(rows.map((row) => row.split(';')[index] ?? '')),
  }))
  return suggestMapping(kind, columns).map(({ field }) => field)
}

describe('suggestMapping', () => {
  it('knows the marketing funnel of a marketplace', () => {
    expect(
      fieldsOf(
        'contacts',
        'mql_id;first_contact_date;landing_page_id;origin',
        'dac32acd4db4c29c230538b72f8dd87d;01-02-2018;88740e65d5d6b056e0cda098e1ea6313;social',
      ),
    ).toEqual(['externalId', 'firstSeenAt', 'landingPage', 'source'])
    expect(
      fieldsOf(
        'deals',
        'mql_id;seller_id;won_date;business_segment;has_company',
        '5420aad7fec3549a85876ba1c529bd84;2c43fb513632d29b3b58df74816f1b06;2018-02-26 19:58:54;pet;True',
      ),
    ).toEqual([
      'contactExternalId',
      'customFields.seller_id',
      'closedAt',
      'customFields.business_segment',
      'customFields.has_company',
    ])
  })

  it('knows the opportunities of a hardware maker', () => {
    expect(
      fieldsOf(
        'deals',
        'opportunity_id;sales_agent;product;account;deal_stage;engage_date;close_date;close_value',
        '1C1I7A6R;Moses Frase;GTX Plus Basic;Cancity;Won;10/20/2016;3/1/2017;1054',
      ),
    ).toEqual(['externalId', 'ownerName', 'productName', 'companyName', 'stage', 'openedAt', 'closedAt', 'amount'])
    expect(
      fieldsOf(
        'companies',
        'account;sector;year_established;revenue;employees;office_location;subsidiary_of',
        'Acme;technolgy;1996;1100.04;2822;United States;',
      ),
    ).toEqual(['name', 'industry', 'yearFounded', 'revenue', 'employees', 'country', 'parentName'])
    expect(fieldsOf('products', 'product;series;sales_price', 'GTX Pro;GTX;4821')).toEqual(['name', 'family', 'price'])
  })

  it('knows Spanish headers, with or without accents and small slips', () => {
    expect(
      fieldsOf(
        'contacts',
        'Nombre;Apellidos;Correo Electrónico;Teléfono móvil;Empresa;Puesto;Población;Província;País;Acepta publicidad;Etiquetas;Observaciónes;Talla',
        'Ana;Ruiz;ana@ejemplo.es;600123456;Acme;CEO;Sevilla;Sevilla;España;sí;a,b;nada;M',
      ),
    ).toEqual([
      'firstName',
      'lastName',
      'email',
      'phone',
      'companyName',
      'jobTitle',
      'city',
      'region',
      'country',
      'marketingConsent',
      'tags',
      'note',
      'customFields.talla',
    ])
    expect(fieldsOf('deals', 'Fecha de cierre prevista;Fecha cierre;Importe', '01/02/2024;03/02/2024;12,5')).toEqual([
      'expectedCloseOn',
      'closedAt',
      'amount',
    ])
  })

  it('goes by the values when the name says nothing, and distrusts a name that they deny', () => {
    expect(fieldsOf('contacts', 'Dato 1;Dato 2', 'ana@ejemplo.es;+34 600 123 456')).toEqual(['email', 'phone'])
    expect(fieldsOf('contacts', 'email;contacto', 'sí;ana@ejemplo.es')).toEqual(['customFields.email', 'email'])
  })

  it('leaves a column its name as long as some of its values fit, before columns of similar names', () => {
    const header = 'nombre;importe;importe neto;fecha de cierre'
    const rows = ['a;abc;1,5;01/02/2024', 'b;2,5;2,5;13/13/2024', 'c;n.d.;3,5;28/02/2024', 'd;x;4,5;pronto']
    expect(fieldsOf('deals', header, ...rows)).toEqual(['name', 'amount', 'customFields.importe_neto', 'closedAt'])
    expect(fieldsOf('deals', 'importe;fecha cierre', 'alto;sí', 'bajo;no')).toEqual([
      'customFields.importe',
      'customFields.fecha_cierre',
    ])
  })

  it('does not take a postal code for an id', () => {
    for (const kind of ['contacts', 'companies', 'deals', 'orders'] as const)
      expect(fieldsOf(kind, 'Código postal', '08001')).toEqual(['customFields.codigo_postal'])
    expect(fieldsOf('products', 'Postal code', '08001')).toEqual(['customFields.postal_code'])
  })

  it('uses every field once and leaves empty columns out', () => {
    const fields = fieldsOf('contacts', 'email;Email;correo;vacía;Talla;talla', 'a@b.es;c@d.es;e@f.es;;M;L')
    expect(fields).toEqual([
      'email',
      'customFields.email',
      'customFields.correo',
      null,
      'customFields.talla',
      'customFields.talla_2',
    ])
  })

  it('has names in their normal form only', () => {
    const names = Object.values(importFields).flatMap((kind) => Object.values(kind).flatMap((field) => field.names))
    expect(names.filter((name) => normalizeName(name) !== name)).toEqual([])
  })
})
