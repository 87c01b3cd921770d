// Command forms shows, form by form, where a program's meaning depends on when
// a variable is read beside a call that changes it. It prints one line for each
// form. Where that of TinyGo differs from that of gc, ordvet must speak; where it
// does not, ordvet should be silent.
package main

import "fmt"

func main() {
	for _, form := range forms {
		fmt.Println(form.name, form.run())
	}
}

var forms = []struct {
	name string
	run  func() any
}{
	{"returnPair", returnPair},
	{"returnError", returnError},
	{"returnStruct", returnStruct},
	{"returnField", returnField},
	{"returnReceiver", returnReceiver},
	{"returnClosure", returnClosure},
	{"returnNamed", returnNamed},
	{"returnPointer", returnPointer},
	{"returnDeep", returnDeep},
	{"returnStar", returnStar},
	{"returnGlobal", returnGlobal},
	{"returnArray", returnArray},
	{"returnArrayFilled", returnArrayFilled},
	{"returnElement", returnElement},
	{"returnFilled", returnFilled},
	{"returnMapElement", returnMapElement},
	{"returnConverted", returnConverted},
	{"returnInterface", returnInterface},
	{"returnConsumed", returnConsumed},
	{"returnAfter", returnAfter},
	{"returnOtherField", returnOtherField},
	{"returnRead", returnRead},
	{"returnPointerItself", returnPointerItself},
	{"returnNegated", returnNegated},
	{"returnLength", returnLength},
	{"returnAssertion", returnAssertion},
	{"assign", assign},
	{"define", define},
	{"declare", declare},
	{"copyStruct", copyStruct},
	{"copyArray", copyArray},
	{"arguments", arguments},
	{"argumentsAny", argumentsAny},
	{"argumentsVariadic", argumentsVariadic},
	{"argumentsAppend", argumentsAppend},
	{"argumentsDeferred", argumentsDeferred},
	{"receiverValue", receiverValue},
	{"receiverChain", receiverChain},
	{"functionValue", functionValue},
	{"literalSlice", literalSlice},
	{"literalArray", literalArray},
	{"literalStruct", literalStruct},
	{"literalPointer", literalPointer},
	{"literalMap", literalMap},
	{"add", add},
	{"addField", addField},
	{"addString", addString},
	{"compare", compare},
	{"compareIf", compareIf},
	{"both", both},
	{"either", either},
	{"index", index},
	{"indexBase", indexBase},
	{"sliceBase", sliceBase},
	{"mapBase", mapBase},
	{"addTo", addTo},
	{"addToField", addToField},
	{"addToElement", addToElement},
	{"addToIndex", addToIndex},
	{"addToMap", addToMap},
	{"storeElement", storeElement},
	{"storeIndex", storeIndex},
	{"storePointer", storePointer},
	{"storeMap", storeMap},
	{"storeMapKey", storeMapKey},
	{"storeStar", storeStar},
	{"storeField", storeField},
	{"storeArray", storeArray},
	{"storePair", storePair},
	{"send", send},
	{"rangeOver", rangeOver},
	{"switchTag", switchTag},
}
