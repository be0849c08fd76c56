import { describe, expect, it } from 'vitest'
import { prettyPayload } from './payload.ts'

describe('prettyPayload', () => {
  it('puts JSON in lines', () => {
    expect(prettyPayload('{"type":"user.created","data":{"id":1}}', 'application/json')).toBe(
      '{\n  "type": "user.created",\n  "data": {\n    "id": 1\n  }\n}',
    )
  })
  it('shows a form field by field', () => {
    expect(prettyPayload('From=%2B123&Body=Hi+there', 'application/x-www-form-urlencoded; charset=utf-8')).toBe(
      'From: +123\nBody: Hi there',
    )
  })
  it('leaves alone what it cannot read', () => {
    expect(prettyPayload('{"half":', 'application/json')).toBe('{"half":')
    expect(prettyPayload('', undefined)).toBe('(empty)')
  })
})
