const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter(Boolean))

/**
 * What a statement may be made of, in the words of Postgres's own parser. What is not named is refused: no locking, no
 * INTO, nothing recursive, no function that is not below.
 */
export const nodes = words(`
  SelectStmt ResTarget ColumnRef A_Star A_Const A_Expr BoolExpr NullTest BooleanTest FuncCall TypeCast CaseExpr CaseWhen
  CoalesceExpr MinMaxExpr SubLink RangeVar RangeSubselect JoinExpr SortBy CommonTableExpr List String Integer Float
  Boolean WindowDef GroupingSet SQLValueFunction A_ArrayExpr`)

/** Functions that neither read anything but their arguments nor make much out of little. */
export const functions = words(`
  count sum avg min max bool_and bool_or every stddev stddev_pop stddev_samp variance var_pop var_samp corr mode
  percentile_cont percentile_disc
  row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value
  abs ceil ceiling floor round trunc sign sqrt ln mod width_bucket
  lower upper length char_length btrim ltrim rtrim substring substr left right split_part position
  date_trunc date_part extract date_bin age now timezone to_char to_date to_timestamp make_date make_interval
  isfinite justify_days justify_hours`)

export const operators = words('= <> != < > <= >= + - * / % ~~ !~~ ~~* !~~*')

export const types = words(`
  int2 int4 int8 smallint integer bigint numeric decimal float4 float8 text varchar bpchar bool boolean date time timetz
  timestamp timestamptz interval uuid`)
