/** The parser's concrete syntax tree, rule by rule, as chevrotain describes it. */
import type { CstNode, ICstVisitor, IToken } from "chevrotain";

export interface ExprCstNode extends CstNode {
  name: "expr";
  children: ExprCstChildren;
}

export type ExprCstChildren = {
  operand: OperandCstNode[];
  tail?: TailCstNode[];
};

export interface TailCstNode extends CstNode {
  name: "tail";
  children: TailCstChildren;
}

export type TailCstChildren = {
  Operator?: IToken[];
  When?: IToken[];
  expr?: ExprCstNode[];
  Else?: IToken[];
  operand: OperandCstNode[];
};

export interface OperandCstNode extends CstNode {
  name: "operand";
  children: OperandCstChildren;
}

export type OperandCstChildren = {
  Not?: IToken[];
  Minus?: IToken[];
  primary: PrimaryCstNode[];
  suffix?: SuffixCstNode[];
};

export interface PrimaryCstNode extends CstNode {
  name: "primary";
  children: PrimaryCstChildren;
}

export type PrimaryCstChildren = {
  quantity?: QuantityCstNode[];
  Text?: IToken[];
  list?: ListCstNode[];
  member?: MemberCstNode[];
  LParen?: IToken[];
  expr?: ExprCstNode[];
  RParen?: IToken[];
  None?: IToken[];
  True?: IToken[];
  False?: IToken[];
  Name?: IToken[];
};

export interface QuantityCstNode extends CstNode {
  name: "quantity";
  children: QuantityCstChildren;
}

export type QuantityCstChildren = {
  Numeric: IToken[];
  Percent?: IToken[];
  unit?: IToken[];
  Per?: IToken[];
  per?: IToken[];
};

export interface ListCstNode extends CstNode {
  name: "list";
  children: ListCstChildren;
}

export type ListCstChildren = {
  LSquare: IToken[];
  item?: ItemCstNode[];
  Comma?: IToken[];
  RSquare: IToken[];
};

export interface ItemCstNode extends CstNode {
  name: "item";
  children: ItemCstChildren;
}

export type ItemCstChildren = {
  expr: ExprCstNode[];
};

export interface MemberCstNode extends CstNode {
  name: "member";
  children: MemberCstChildren;
}

export type MemberCstChildren = {
  Dot: IToken[];
  Name?: IToken[];
  None?: IToken[];
};

export interface SuffixCstNode extends CstNode {
  name: "suffix";
  children: SuffixCstChildren;
}

export type SuffixCstChildren = {
  Dot?: IToken[];
  Name?: IToken[];
  args?: ArgsCstNode[];
  LSquare?: IToken[];
  expr?: ExprCstNode[];
  RSquare?: IToken[];
  block?: BlockCstNode[];
};

export interface ArgsCstNode extends CstNode {
  name: "args";
  children: ArgsCstChildren;
}

export type ArgsCstChildren = {
  LParen: IToken[];
  item?: ItemCstNode[];
  Comma?: IToken[];
  RParen: IToken[];
};

export interface BlockCstNode extends CstNode {
  name: "block";
  children: BlockCstChildren;
}

export type BlockCstChildren = {
  LCurly: IToken[];
  entry?: EntryCstNode[];
  Comma?: IToken[];
  RCurly: IToken[];
};

export interface EntryCstNode extends CstNode {
  name: "entry";
  children: EntryCstChildren;
}

export type EntryCstChildren = {
  Head?: IToken[];
  Name?: IToken[];
  At?: IToken[];
  path?: (PathCstNode)[];
  Sets?: (IToken)[];
  expr?: (ExprCstNode)[];
  PlusAssign?: IToken[];
  block?: BlockCstNode[];
};

export interface PathCstNode extends CstNode {
  name: "path";
  children: PathCstChildren;
}

export type PathCstChildren = {
  Name: (IToken)[];
  Dot?: IToken[];
};

export interface TypeCstNode extends CstNode {
  name: "type";
  children: TypeCstChildren;
}

export type TypeCstChildren = {
  simpleType: (SimpleTypeCstNode)[];
  Bar?: IToken[];
  Question?: IToken[];
};

export interface ShapeTypeCstNode extends CstNode {
  name: "shapeType";
  children: ShapeTypeCstChildren;
}

export type ShapeTypeCstChildren = {
  type: TypeCstNode[];
  In?: IToken[];
  phase?: IToken[];
  When?: IToken[];
  expr?: ExprCstNode[];
};

export interface SimpleTypeCstNode extends CstNode {
  name: "simpleType";
  children: SimpleTypeCstChildren;
}

export type SimpleTypeCstChildren = {
  member?: MemberCstNode[];
  listType?: ListTypeCstNode[];
  namedType?: NamedTypeCstNode[];
};

export interface ListTypeCstNode extends CstNode {
  name: "listType";
  children: ListTypeCstChildren;
}

export type ListTypeCstChildren = {
  LSquare: IToken[];
  type: TypeCstNode[];
  Semicolon?: IToken[];
  expr?: ExprCstNode[];
  RSquare: IToken[];
};

export interface NamedTypeCstNode extends CstNode {
  name: "namedType";
  children: NamedTypeCstChildren;
}

export type NamedTypeCstChildren = {
  Name: IToken[];
  second?: IToken[];
  Per?: IToken[];
  per?: IToken[];
  dims?: DimsCstNode[];
  Of?: IToken[];
  quantity?: QuantityCstNode[];
  path?: PathCstNode[];
  simpleType?: SimpleTypeCstNode[];
  Comparison?: IToken[];
  expr?: (ExprCstNode)[];
  In?: IToken[];
};

export interface DimsCstNode extends CstNode {
  name: "dims";
  children: DimsCstChildren;
}

export type DimsCstChildren = {
  LSquare: IToken[];
  dim?: DimCstNode[];
  Comma?: IToken[];
  RSquare: IToken[];
};

export interface DimCstNode extends CstNode {
  name: "dim";
  children: DimCstChildren;
}

export type DimCstChildren = {
  Name?: IToken[];
  Colon?: IToken[];
  expr: ExprCstNode[];
};

export interface ParametersCstNode extends CstNode {
  name: "parameters";
  children: ParametersCstChildren;
}

export type ParametersCstChildren = {
  LParen: IToken[];
  parameter?: ParameterCstNode[];
  Comma?: IToken[];
  RParen: IToken[];
};

export interface ParameterCstNode extends CstNode {
  name: "parameter";
  children: ParameterCstChildren;
}

export type ParameterCstChildren = {
  fieldDecl: FieldDeclCstNode[];
};

export interface FieldDeclCstNode extends CstNode {
  name: "fieldDecl";
  children: FieldDeclCstChildren;
}

export type FieldDeclCstChildren = {
  Name: IToken[];
  Colon: IToken[];
  type: TypeCstNode[];
  Assign?: IToken[];
  expr?: ExprCstNode[];
  In?: IToken[];
  phase?: IToken[];
};

export interface ExternCstNode extends CstNode {
  name: "extern";
  children: ExternCstChildren;
}

export type ExternCstChildren = {
  Extern: IToken[];
  component: IToken[];
  Name: IToken[];
  parameters?: ParametersCstNode[];
  From?: IToken[];
  Text?: IToken[];
  externBody: ExternBodyCstNode[];
};

export interface ExternBodyCstNode extends CstNode {
  name: "externBody";
  children: ExternBodyCstChildren;
}

export type ExternBodyCstChildren = {
  LCurly: IToken[];
  externItem?: ExternItemCstNode[];
  Comma?: IToken[];
  RCurly: IToken[];
};

export interface ExternItemCstNode extends CstNode {
  name: "externItem";
  children: ExternItemCstChildren;
}

export type ExternItemCstChildren = {
  Derived?: IToken[];
  fieldDecl?: (FieldDeclCstNode)[];
  Facts?: IToken[];
  block?: BlockCstNode[];
  Takes?: IToken[];
  shapeType?: (ShapeTypeCstNode)[];
  Yields?: IToken[];
  blocks?: BlocksCstNode[];
  Let?: IToken[];
  Name?: (IToken)[];
  Sets?: IToken[];
  expr?: (ExprCstNode)[];
  Random?: IToken[];
  Unused?: IToken[];
  When?: IToken[];
  require?: RequireCstNode[];
};

export interface BlocksCstNode extends CstNode {
  name: "blocks";
  children: BlocksCstChildren;
}

export type BlocksCstChildren = {
  Blocks: IToken[];
  segment: (SegmentCstNode)[];
  Dot?: IToken[];
  Yields: IToken[];
  type: TypeCstNode[];
};

export interface SegmentCstNode extends CstNode {
  name: "segment";
  children: SegmentCstChildren;
}

export type SegmentCstChildren = {
  Name: IToken[];
  LCurly?: IToken[];
  variable?: IToken[];
  In?: IToken[];
  expr?: ExprCstNode[];
  RCurly?: IToken[];
};

export interface RequireCstNode extends CstNode {
  name: "require";
  children: RequireCstChildren;
}

export type RequireCstChildren = {
  Require: IToken[];
  expr: ExprCstNode[];
  In?: IToken[];
  phase?: IToken[];
  Else: IToken[];
  severity?: IToken[];
  code?: IToken[];
  Text: IToken[];
};

export interface FileCstNode extends CstNode {
  name: "file";
  children: FileCstChildren;
}

export type FileCstChildren = {
  statement?: StatementCstNode[];
};

export interface LoneCstNode extends CstNode {
  name: "lone";
  children: LoneCstChildren;
}

export type LoneCstChildren = {
  expr: ExprCstNode[];
};

export interface StatementCstNode extends CstNode {
  name: "statement";
  children: StatementCstChildren;
}

export type StatementCstChildren = {
  amends?: AmendsCstNode[];
  importing?: ImportingCstNode[];
  param?: ParamCstNode[];
  binding?: BindingCstNode[];
  experiment?: ExperimentCstNode[];
  check?: CheckCstNode[];
  extern?: ExternCstNode[];
};

export interface AmendsCstNode extends CstNode {
  name: "amends";
  children: AmendsCstChildren;
}

export type AmendsCstChildren = {
  Amends: IToken[];
  Text: IToken[];
};

export interface ImportingCstNode extends CstNode {
  name: "importing";
  children: ImportingCstChildren;
}

export type ImportingCstChildren = {
  Import: IToken[];
  importedNames?: ImportedNamesCstNode[];
  Star?: IToken[];
  As?: IToken[];
  star?: IToken[];
  From: IToken[];
  Text: IToken[];
  With?: IToken[];
  block?: BlockCstNode[];
};

export interface ImportedNamesCstNode extends CstNode {
  name: "importedNames";
  children: ImportedNamesCstChildren;
}

export type ImportedNamesCstChildren = {
  LCurly: IToken[];
  importedName?: ImportedNameCstNode[];
  Comma?: IToken[];
  RCurly: IToken[];
};

export interface ImportedNameCstNode extends CstNode {
  name: "importedName";
  children: ImportedNameCstChildren;
}

export type ImportedNameCstChildren = {
  Name: IToken[];
};

export interface ParamCstNode extends CstNode {
  name: "param";
  children: ParamCstChildren;
}

export type ParamCstChildren = {
  Param: IToken[];
  Name: IToken[];
  Colon?: IToken[];
  type?: TypeCstNode[];
  Assign?: (IToken)[];
  expr?: (ExprCstNode)[];
};

export interface BindingCstNode extends CstNode {
  name: "binding";
  children: BindingCstChildren;
}

export type BindingCstChildren = {
  Binds: IToken[];
  Name: IToken[];
  parameters?: ParametersCstNode[];
  Colon?: IToken[];
  type?: TypeCstNode[];
  Sets?: IToken[];
  expr?: ExprCstNode[];
  block?: BlockCstNode[];
};

export interface ExperimentCstNode extends CstNode {
  name: "experiment";
  children: ExperimentCstChildren;
}

export type ExperimentCstChildren = {
  Experiment: IToken[];
  Name: IToken[];
  block?: (BlockCstNode)[];
  Sets?: IToken[];
  path?: PathCstNode[];
};

export interface CheckCstNode extends CstNode {
  name: "check";
  children: CheckCstChildren;
}

export type CheckCstChildren = {
  Check: IToken[];
  expr: ExprCstNode[];
  Else?: IToken[];
  Text?: IToken[];
};

export interface ICstNodeVisitor<IN, OUT> extends ICstVisitor<IN, OUT> {
  expr(children: ExprCstChildren, param?: IN): OUT;
  tail(children: TailCstChildren, param?: IN): OUT;
  operand(children: OperandCstChildren, param?: IN): OUT;
  primary(children: PrimaryCstChildren, param?: IN): OUT;
  quantity(children: QuantityCstChildren, param?: IN): OUT;
  list(children: ListCstChildren, param?: IN): OUT;
  item(children: ItemCstChildren, param?: IN): OUT;
  member(children: MemberCstChildren, param?: IN): OUT;
  suffix(children: SuffixCstChildren, param?: IN): OUT;
  args(children: ArgsCstChildren, param?: IN): OUT;
  block(children: BlockCstChildren, param?: IN): OUT;
  entry(children: EntryCstChildren, param?: IN): OUT;
  path(children: PathCstChildren, param?: IN): OUT;
  type(children: TypeCstChildren, param?: IN): OUT;
  shapeType(children: ShapeTypeCstChildren, param?: IN): OUT;
  simpleType(children: SimpleTypeCstChildren, param?: IN): OUT;
  listType(children: ListTypeCstChildren, param?: IN): OUT;
  namedType(children: NamedTypeCstChildren, param?: IN): OUT;
  dims(children: DimsCstChildren, param?: IN): OUT;
  dim(children: DimCstChildren, param?: IN): OUT;
  parameters(children: ParametersCstChildren, param?: IN): OUT;
  parameter(children: ParameterCstChildren, param?: IN): OUT;
  fieldDecl(children: FieldDeclCstChildren, param?: IN): OUT;
  extern(children: ExternCstChildren, param?: IN): OUT;
  externBody(children: ExternBodyCstChildren, param?: IN): OUT;
  externItem(children: ExternItemCstChildren, param?: IN): OUT;
  blocks(children: BlocksCstChildren, param?: IN): OUT;
  segment(children: SegmentCstChildren, param?: IN): OUT;
  require(children: RequireCstChildren, param?: IN): OUT;
  file(children: FileCstChildren, param?: IN): OUT;
  lone(children: LoneCstChildren, param?: IN): OUT;
  statement(children: StatementCstChildren, param?: IN): OUT;
  amends(children: AmendsCstChildren, param?: IN): OUT;
  importing(children: ImportingCstChildren, param?: IN): OUT;
  importedNames(children: ImportedNamesCstChildren, param?: IN): OUT;
  importedName(children: ImportedNameCstChildren, param?: IN): OUT;
  param(children: ParamCstChildren, param?: IN): OUT;
  binding(children: BindingCstChildren, param?: IN): OUT;
  experiment(children: ExperimentCstChildren, param?: IN): OUT;
  check(children: CheckCstChildren, param?: IN): OUT;
}
